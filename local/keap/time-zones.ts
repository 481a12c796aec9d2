/** The time zones that a contact of Keap may have. */

/**
 * Keap has a fixed list of about 90, which it does not publish: these are the zones of its screens as far as they are
 * certain, and among them none of the old names, such as `US/Eastern` or `EST`.
 * probe: rest/time-zones
 */
export const timeZones: ReadonlySet<string> = new Set(
  Object.entries({
    Pacific:
      'Midway Honolulu Marquesas Gambier Pitcairn Auckland Fiji Tongatapu Guam Port_Moresby Guadalcanal Noumea Norfolk Kiritimati Chatham Enderbury',
    America:
      'Adak Anchorage Los_Angeles Tijuana Phoenix Denver Chihuahua Chicago Mexico_City Regina Costa_Rica New_York Bogota Lima Jamaica Havana Caracas Halifax Santiago La_Paz Asuncion Puerto_Rico St_Johns Sao_Paulo Argentina/Buenos_Aires Montevideo Godthab Noronha',
    Atlantic: 'Azores Cape_Verde Bermuda Reykjavik',
    Europe:
      'London Dublin Lisbon Berlin Paris Madrid Rome Amsterdam Brussels Vienna Zurich Stockholm Warsaw Athens Helsinki Bucharest Istanbul Minsk Moscow Samara',
    Africa: 'Casablanca Lagos Cairo Johannesburg Nairobi Windhoek',
    Asia: 'Beirut Jerusalem Amman Baghdad Tehran Dubai Baku Yerevan Kabul Karachi Yekaterinburg Kolkata Kathmandu Dhaka Rangoon Bangkok Jakarta Shanghai Hong_Kong Singapore Taipei Manila Tokyo Seoul Yakutsk Vladivostok Kamchatka',
    Australia: 'Perth Eucla Darwin Adelaide Brisbane Sydney Hobart Lord_Howe',
  }).flatMap(([area, cities]) => cities.split(' ').map((city) => `${area}/${city}`)),
);
