/** The names of REST v2 and the fields of XML-RPC that hold the same. */

/** By the name of a contact's text in REST v2. */
export const textNames: Readonly<Record<string, string>> = {
  given_name: 'FirstName',
  middle_name: 'MiddleName',
  family_name: 'LastName',
  preferred_name: 'Nickname',
  prefix: 'Title',
  suffix: 'Suffix',
  spouse_name: 'SpouseName',
  job_title: 'JobTitle',
  assistant_name: 'AssistantName',
  assistant_phone: 'AssistantPhone',
  website: 'Website',
  contact_type: 'ContactType',
  preferred_locale: 'Language',
  time_zone: 'TimeZone',
  referral_code: 'ReferralCode',
  birth_date: 'Birthday',
  anniversary_date: 'Anniversary',
  owner_id: 'OwnerID',
  leadsource_id: 'LeadSourceId',
  billing_information: 'BillingInformation',
  notes: 'ContactNotes',
};

/** One of a contact's lists: its slots, and in each the field of XML-RPC for each part with its maximum of characters. */
export interface SlotList {
  readonly slots: Readonly<Record<string, Readonly<Record<string, SlotPart>>>>;
}

export interface SlotPart {
  readonly field: string;
  /** As the contract's descriptions give it. */
  readonly max: number;
}

const part = (field: string, max = 255): SlotPart => ({ field, max });

const address = (suffix: '' | '2' | '3', isBilling: boolean, maxInCode: number) => {
  const street = suffix === '' ? 'StreetAddress' : `Address${suffix}Street`;
  const max = isBilling ? 75 : 100;
  return {
    line1: part(`${street}1`, max),
    line2: part(`${street}2`, max),
    locality: part(`City${suffix}`, isBilling ? 50 : 100),
    region: part(`State${suffix}`, 50),
    postal_code: part(`PostalCode${suffix}`, maxInCode),
    zip_four: part(`ZipFour${suffix === '' ? '1' : suffix}`, 10),
    country: part(`Country${suffix}`, 100),
  };
};

/** By the list's name in REST v2. All of them are replaced as a whole. */
export const slotLists: Readonly<Record<string, SlotList>> = {
  email_addresses: {
    slots: {
      EMAIL1: { email: part('Email', 75) },
      EMAIL2: { email: part('EmailAddress2', 100) },
      EMAIL3: { email: part('EmailAddress3', 100) },
    },
  },
  phone_numbers: {
    slots: Object.fromEntries(
      [1, 2, 3, 4, 5].map((n) => [
        `PHONE${n}`,
        {
          number: part(`Phone${n}`, n > 3 ? 20 : 40),
          extension: part(`Phone${n}Ext`),
          type: part(`Phone${n}Type`),
        },
      ]),
    ),
  },
  fax_numbers: {
    slots: Object.fromEntries(
      [1, 2].map((n) => [`FAX${n}`, { number: part(`Fax${n}`), type: part(`Fax${n}Type`) }]),
    ),
  },
  addresses: {
    slots: {
      BILLING: address('', true, 15),
      SHIPPING: address('2', false, 20),
      OTHER: address('3', false, 15),
    },
  },
};
