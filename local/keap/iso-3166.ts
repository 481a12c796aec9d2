/** Countries and their provinces by their codes of ISO 3166. */

/** Alpha-2 and alpha-3 codes (ISO 3166-1) in pairs. */
const codes = [
  'ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE',
  'BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS',
  'BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN',
  'COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST',
  'EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF',
  'GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD',
  'HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM',
  'JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA',
  'LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD',
  'MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM',
  'NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG',
  'PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA',
  'SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD',
  'STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON',
  'TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR',
  'VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE',
];

/** ISO 3166-2, as many countries as tests need. */
const provinceNames: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  US: {
    AK: 'Alaska',
    AL: 'Alabama',
    AR: 'Arkansas',
    AS: 'American Samoa',
    AZ: 'Arizona',
    CA: 'California',
    CO: 'Colorado',
    CT: 'Connecticut',
    DC: 'District of Columbia',
    DE: 'Delaware',
    FL: 'Florida',
    GA: 'Georgia',
    GU: 'Guam',
    HI: 'Hawaii',
    IA: 'Iowa',
    ID: 'Idaho',
    IL: 'Illinois',
    IN: 'Indiana',
    KS: 'Kansas',
    KY: 'Kentucky',
    LA: 'Louisiana',
    MA: 'Massachusetts',
    MD: 'Maryland',
    ME: 'Maine',
    MI: 'Michigan',
    MN: 'Minnesota',
    MO: 'Missouri',
    MP: 'Northern Mariana Islands',
    MS: 'Mississippi',
    MT: 'Montana',
    NC: 'North Carolina',
    ND: 'North Dakota',
    NE: 'Nebraska',
    NH: 'New Hampshire',
    NJ: 'New Jersey',
    NM: 'New Mexico',
    NV: 'Nevada',
    NY: 'New York',
    OH: 'Ohio',
    OK: 'Oklahoma',
    OR: 'Oregon',
    PA: 'Pennsylvania',
    PR: 'Puerto Rico',
    RI: 'Rhode Island',
    SC: 'South Carolina',
    SD: 'South Dakota',
    TN: 'Tennessee',
    TX: 'Texas',
    UT: 'Utah',
    VA: 'Virginia',
    VI: 'Virgin Islands, U.S.',
    VT: 'Vermont',
    WA: 'Washington',
    WI: 'Wisconsin',
    WV: 'West Virginia',
    WY: 'Wyoming',
  },
  CA: {
    AB: 'Alberta',
    BC: 'British Columbia',
    MB: 'Manitoba',
    NB: 'New Brunswick',
    NL: 'Newfoundland and Labrador',
    NS: 'Nova Scotia',
    NT: 'Northwest Territories',
    NU: 'Nunavut',
    ON: 'Ontario',
    PE: 'Prince Edward Island',
    QC: 'Quebec',
    SK: 'Saskatchewan',
    YT: 'Yukon',
  },
  AU: {
    ACT: 'Australian Capital Territory',
    NSW: 'New South Wales',
    NT: 'Northern Territory',
    QLD: 'Queensland',
    SA: 'South Australia',
    TAS: 'Tasmania',
    VIC: 'Victoria',
    WA: 'Western Australia',
  },
  GB: {
    ENG: 'England',
    NIR: 'Northern Ireland',
    SCT: 'Scotland',
    WLS: 'Wales [Cymru GB-CYM]',
  },
  DE: {
    BB: 'Brandenburg',
    BE: 'Berlin',
    BW: 'Baden-Württemberg',
    BY: 'Bayern',
    HB: 'Bremen',
    HE: 'Hessen',
    HH: 'Hamburg',
    MV: 'Mecklenburg-Vorpommern',
    NI: 'Niedersachsen',
    NW: 'Nordrhein-Westfalen',
    RP: 'Rheinland-Pfalz',
    SH: 'Schleswig-Holstein',
    SL: 'Saarland',
    SN: 'Sachsen',
    ST: 'Sachsen-Anhalt',
    TH: 'Thüringen',
  },
  NZ: {
    AUK: 'Auckland',
    BOP: 'Bay of Plenty',
    CAN: 'Canterbury',
    CIT: 'Chatham Islands Territory',
    GIS: 'Gisborne',
    HKB: "Hawke's Bay",
    MBH: 'Marlborough',
    MWT: 'Manawatū-Whanganui',
    NSN: 'Nelson',
    NTL: 'Northland',
    OTA: 'Otago',
    STL: 'Southland',
    TAS: 'Tasman',
    TKI: 'Taranaki',
    WGN: 'Greater Wellington',
    WKO: 'Waikato',
    WTC: 'West Coast',
  },
  IE: {
    C: 'Connaught',
    CE: 'Clare',
    CN: 'Cavan',
    CO: 'Cork',
    CW: 'Carlow',
    D: 'Dublin',
    DL: 'Donegal',
    G: 'Galway',
    KE: 'Kildare',
    KK: 'Kilkenny',
    KY: 'Kerry',
    L: 'Leinster',
    LD: 'Longford',
    LH: 'Louth',
    LK: 'Limerick',
    LM: 'Leitrim',
    LS: 'Laois',
    M: 'Munster',
    MH: 'Meath',
    MN: 'Monaghan',
    MO: 'Mayo',
    OY: 'Offaly',
    RN: 'Roscommon',
    SO: 'Sligo',
    TA: 'Tipperary',
    U: 'Ulster',
    WD: 'Waterford',
    WH: 'Westmeath',
    WW: 'Wicklow',
    WX: 'Wexford',
  },
  IN: {
    AN: 'Andaman and Nicobar Islands',
    AP: 'Andhra Pradesh',
    AR: 'Arunāchal Pradesh',
    AS: 'Assam',
    BR: 'Bihār',
    CG: 'Chhattīsgarh',
    CH: 'Chandīgarh',
    DH: 'Dādra and Nagar Haveli and Damān and Diu',
    DL: 'Delhi',
    GA: 'Goa',
    GJ: 'Gujarāt',
    HP: 'Himāchal Pradesh',
    HR: 'Haryāna',
    JH: 'Jhārkhand',
    JK: 'Jammu and Kashmīr',
    KA: 'Karnātaka',
    KL: 'Kerala',
    LA: 'Ladākh',
    LD: 'Lakshadweep',
    MH: 'Mahārāshtra',
    ML: 'Meghālaya',
    MN: 'Manipur',
    MP: 'Madhya Pradesh',
    MZ: 'Mizoram',
    NL: 'Nāgāland',
    OD: 'Odisha',
    PB: 'Punjab',
    PY: 'Puducherry',
    RJ: 'Rājasthān',
    SK: 'Sikkim',
    TN: 'Tamil Nādu',
    TR: 'Tripura',
    TS: 'Telangāna',
    UK: 'Uttarākhand',
    UP: 'Uttar Pradesh',
    WB: 'West Bengal',
  },
  MX: {
    AGU: 'Aguascalientes',
    BCN: 'Baja California',
    BCS: 'Baja California Sur',
    CAM: 'Campeche',
    CHH: 'Chihuahua',
    CHP: 'Chiapas',
    CMX: 'Ciudad de México',
    COA: 'Coahuila de Zaragoza',
    COL: 'Colima',
    DUR: 'Durango',
    GRO: 'Guerrero',
    GUA: 'Guanajuato',
    HID: 'Hidalgo',
    JAL: 'Jalisco',
    MEX: 'México',
    MIC: 'Michoacán de Ocampo',
    MOR: 'Morelos',
    NAY: 'Nayarit',
    NLE: 'Nuevo León',
    OAX: 'Oaxaca',
    PUE: 'Puebla',
    QUE: 'Querétaro',
    ROO: 'Quintana Roo',
    SIN: 'Sinaloa',
    SLP: 'San Luis Potosí',
    SON: 'Sonora',
    TAB: 'Tabasco',
    TAM: 'Tamaulipas',
    TLA: 'Tlaxcala',
    VER: 'Veracruz de Ignacio de la Llave',
    YUC: 'Yucatán',
    ZAC: 'Zacatecas',
  },
  BR: {
    AC: 'Acre',
    AL: 'Alagoas',
    AM: 'Amazonas',
    AP: 'Amapá',
    BA: 'Bahia',
    CE: 'Ceará',
    DF: 'Distrito Federal',
    ES: 'Espírito Santo',
    GO: 'Goiás',
    MA: 'Maranhão',
    MG: 'Minas Gerais',
    MS: 'Mato Grosso do Sul',
    MT: 'Mato Grosso',
    PA: 'Pará',
    PB: 'Paraíba',
    PE: 'Pernambuco',
    PI: 'Piauí',
    PR: 'Paraná',
    RJ: 'Rio de Janeiro',
    RN: 'Rio Grande do Norte',
    RO: 'Rondônia',
    RR: 'Roraima',
    RS: 'Rio Grande do Sul',
    SC: 'Santa Catarina',
    SE: 'Sergipe',
    SP: 'São Paulo',
    TO: 'Tocantins',
  },
};

export interface Country {
  /** Alpha-3. */
  readonly code: string;
  readonly alpha2: string;
  readonly name: string;
  readonly provinces: readonly Province[];
}

export interface Province {
  /** With the country's alpha-2 code, as `US-AZ`. */
  readonly code: string;
  readonly name: string;
}

const names = new Intl.DisplayNames('en', { type: 'region' });

/** Ordered by alpha-2 code. */
export const countries: readonly Country[] = codes
  .join(' ')
  .split(' ')
  .map((pair) => {
    const alpha2 = pair.slice(0, 2);
    const provinces = Object.entries(provinceNames[alpha2] ?? {}).map(([code, name]) => {
      return { code: `${alpha2}-${code}`, name };
    });
    return { code: pair.slice(2), alpha2, name: names.of(alpha2) ?? alpha2, provinces };
  });

/** By alpha-3 code. */
export function countryOf(code: string): Country | undefined {
  return countries.find((country) => country.code === code);
}

export function countryNamed(name: string): Country | undefined {
  return countries.find((country) => isSameName(country.name, name));
}

export function provinceOf(code: string): Province | undefined {
  const country = countries.find(({ alpha2 }) => alpha2 === code.slice(0, 2));
  return country?.provinces.find((province) => province.code === code);
}

/** By its name or by what follows the hyphen in its code. */
export function provinceNamed(country: Country, name: string): Province | undefined {
  return country.provinces.find(
    (province) => isSameName(province.name, name) || isSameName(province.code.slice(3), name),
  );
}

function isSameName(one: string, other: string): boolean {
  return one.toLowerCase() === other.trim().toLowerCase();
}
