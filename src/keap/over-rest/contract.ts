/**
 * Made by `npm run contract-types` from Keap's contract of REST v2 (OpenAPI 3.1, 20 August 2026), which lies in
 * `local/keap/rest/openapi-v2-contacts.json`; not to be changed by hand.
 */
export interface Contact {
  readonly id?: string;
  readonly links?: readonly Link[];
  readonly addresses?: readonly Address[];
  readonly company?: BasicCompany;
  readonly origin?: Origin;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly website?: string;
  readonly groups?: string;
  readonly update_time?: string;
  readonly create_time?: string;
  readonly score_value?: string;
  readonly tag_ids?: readonly string[];
  readonly anniversary_date?: string;
  readonly birth_date?: string;
  readonly contact_type?: string;
  readonly custom_fields?: readonly CustomFieldValue[];
  readonly email_addresses?: readonly EmailAddress[];
  readonly family_name?: string;
  readonly fax_numbers?: readonly FaxNumber[];
  readonly given_name?: string;
  readonly job_title?: string;
  readonly leadsource_id?: string;
  readonly middle_name?: string;
  readonly owner_id?: string;
  readonly phone_numbers?: readonly PhoneNumber[];
  readonly preferred_locale?: string;
  readonly preferred_name?: string;
  readonly referral_code?: string;
  readonly social_accounts?: readonly SocialAccount[];
  readonly source_type?:
    | 'SOURCE_TYPE_UNSPECIFIED'
    | 'API'
    | 'APPOINTMENT'
    | 'FORM_API_HOSTED'
    | 'FORM_API_INTERNAL'
    | 'IMPORT'
    | 'INTERNAL_FORM'
    | 'LANDING_PAGE'
    | 'MANUAL'
    | 'OTHER'
    | 'UNKNOWN'
    | 'WEBFORM';
  readonly spouse_name?: string;
  readonly time_zone?: string;
  readonly utm_parameters?: readonly ContactUtmResponse[];
  readonly account_id?: string;
  readonly assistant_name?: string;
  readonly assistant_phone?: string;
  readonly billing_information?: string;
  readonly created_by?: string;
  readonly last_updated_by?: string;
}
export interface Link {
  readonly id?: string;
  readonly linked_contact_id?: string;
  readonly link_type_id?: string;
  readonly link_type_name?: string;
}
export interface Address {
  readonly country?: string;
  readonly line1?: string;
  readonly line2?: string;
  readonly locality?: string;
  readonly region?: string;
  readonly field?: 'ADDRESS_FIELD_UNSPECIFIED' | 'BILLING' | 'SHIPPING' | 'OTHER';
  readonly country_code?: string;
  readonly postal_code?: string;
  readonly region_code?: string;
  readonly zip_code?: string;
  readonly zip_four?: string;
}
export interface BasicCompany {
  readonly id?: string;
  readonly company_name?: string;
}
export interface Origin {
  readonly date?: string;
  readonly ip_address?: string;
}
export interface CustomFieldValue {
  readonly id?: string;
  readonly content?: unknown;
}
export interface EmailAddress {
  readonly email?: string;
  readonly field?: 'EMAIL_FIELD_UNSPECIFIED' | 'EMAIL1' | 'EMAIL2' | 'EMAIL3';
  readonly opt_in_reason?: string;
  readonly is_opt_in?: boolean;
  readonly email_opt_status?:
    | 'UNENGAGED_MARKETABLE'
    | 'SINGLE_OPT_IN'
    | 'DOUBLE_OPT_IN'
    | 'CONFIRMED'
    | 'UNENGAGED_NON_MARKETABLE'
    | 'NON_MARKETABLE'
    | 'LOCKDOWN'
    | 'BOUNCE'
    | 'HARD_BOUNCE'
    | 'MANUAL'
    | 'ADMIN'
    | 'SYSTEM'
    | 'LIST_UNSUBSCRIBE'
    | 'FEEDBACK'
    | 'SPAM'
    | 'INVALID'
    | 'DEACTIVATED';
}
export interface FaxNumber {
  readonly number?: string;
  readonly type?: string;
  readonly field?: 'FAX_NUMBER_FIELD_UNSPECIFIED' | 'FAX1' | 'FAX2';
}
export interface PhoneNumber {
  readonly extension?: string;
  readonly number?: string;
  readonly type?: string;
  readonly field?: 'PHONE_NUMBER_FIELD_UNSPECIFIED' | 'PHONE1' | 'PHONE2' | 'PHONE3' | 'PHONE4' | 'PHONE5';
  readonly number_e164?: string;
}
export interface SocialAccount {
  readonly name?: string;
  readonly type:
    | 'SOCIAL_ACCOUNT_TYPE_UNSPECIFIED'
    | 'FACEBOOK'
    | 'LINKED_IN'
    | 'TWITTER'
    | 'INSTAGRAM'
    | 'SNAPCHAT'
    | 'YOUTUBE'
    | 'PINTEREST';
}
export interface ContactUtmResponse {
  readonly id?: number;
  readonly keapSourceId?: string;
  readonly utmSource?: string;
  readonly utmMedium?: string;
  readonly utmTerm?: string;
  readonly utmCampaign?: string;
  readonly utmContent?: string;
  readonly firstTouch?: boolean;
  readonly lastTouch?: boolean;
  readonly dateCreated?: string;
}
export interface CreateUpdateContactRequest {
  readonly addresses?: readonly Address[];
  readonly company?: BasicCompany;
  readonly origin?: OriginRequest;
  readonly prefix?: string;
  readonly suffix?: string;
  readonly website?: string;
  readonly anniversary_date?: string;
  readonly birth_date?: string;
  readonly contact_type?: string;
  readonly custom_fields?: readonly CustomFieldValue[];
  readonly email_addresses?: readonly EmailAddressRequest[];
  readonly family_name?: string;
  readonly fax_numbers?: readonly FaxNumber[];
  readonly given_name?: string;
  readonly job_title?: string;
  readonly leadsource_id?: string;
  readonly middle_name?: string;
  readonly owner_id?: string;
  readonly phone_numbers?: readonly PhoneNumber[];
  readonly preferred_locale?: string;
  readonly preferred_name?: string;
  readonly referral_code?: string;
  readonly social_accounts?: readonly SocialAccount[];
  readonly source_type?:
    | 'SOURCE_TYPE_UNSPECIFIED'
    | 'API'
    | 'APPOINTMENT'
    | 'FORM_API_HOSTED'
    | 'FORM_API_INTERNAL'
    | 'IMPORT'
    | 'INTERNAL_FORM'
    | 'LANDING_PAGE'
    | 'MANUAL'
    | 'OTHER'
    | 'UNKNOWN'
    | 'WEBFORM';
  readonly spouse_name?: string;
  readonly time_zone?: string;
  readonly utm_parameters?: CreateContactUtmPropertiesRequest;
  readonly assistant_name?: string;
  readonly assistant_phone?: string;
  readonly billing_information?: string;
}
export interface OriginRequest {
  readonly ip_address?: string;
}
export interface EmailAddressRequest {
  readonly email?: string;
  readonly field?: 'EMAIL_FIELD_UNSPECIFIED' | 'EMAIL1' | 'EMAIL2' | 'EMAIL3';
  readonly opt_in_reason?: string;
}
export interface CreateContactUtmPropertiesRequest {
  readonly keap_source_id: string;
  readonly utm_source?: string;
  readonly utm_medium?: string;
  readonly utm_term?: string;
  readonly utm_campaign?: string;
  readonly utm_content?: string;
}
export interface ListContactsResponse {
  readonly contacts?: readonly Contact[];
  readonly next_page_token?: string;
}
export interface ObjectModel {
  readonly custom_fields?: readonly CustomFieldMetaData[];
  readonly optional_properties?: readonly string[];
}
export interface CustomFieldMetaData {
  readonly id?: string;
  readonly label?: string;
  readonly options?: readonly CustomFieldOption[];
  readonly record_type?:
    | 'CONTACT'
    | 'REFERRAL_PARTNER'
    | 'OPPORTUNITY'
    | 'TASK_NOTE_APPOINTMENT'
    | 'COMPANY'
    | 'ORDER'
    | 'SUBSCRIPTION';
  readonly field_type?:
    | 'CURRENCY'
    | 'DATE'
    | 'DATE_TIME'
    | 'DAY_OF_WEEK'
    | 'DECIMAL_NUMBER'
    | 'DRILLDOWN'
    | 'DROPDOWN'
    | 'EMAIL'
    | 'LIST_BOX'
    | 'MONTH'
    | 'NAME'
    | 'PERCENT'
    | 'PHONE_NUMBER'
    | 'RADIO'
    | 'SOCIAL_SECURITY_NUMBER'
    | 'STATE'
    | 'TEXT'
    | 'TEXT_AREA'
    | 'USER'
    | 'USER_LIST_BOX'
    | 'WEBSITE'
    | 'WHOLE_NUMBER'
    | 'YEAR'
    | 'YES_NO';
  readonly default_value?: string;
  readonly group_id?: string;
  readonly group_name?: string;
  readonly field_name?: string;
}
export interface CustomFieldOption {
  readonly id?: string;
  readonly label?: string;
}
export interface RestEmailAddressStatus {
  readonly email: string;
  readonly opted_in: boolean;
  readonly status:
    | 'UNENGAGED_MARKETABLE'
    | 'SINGLE_OPT_IN'
    | 'DOUBLE_OPT_IN'
    | 'CONFIRMED'
    | 'UNENGAGED_NON_MARKETABLE'
    | 'NON_MARKETABLE'
    | 'LOCKDOWN'
    | 'BOUNCE'
    | 'HARD_BOUNCE'
    | 'MANUAL'
    | 'ADMIN'
    | 'SYSTEM'
    | 'LIST_UNSUBSCRIBE'
    | 'FEEDBACK'
    | 'SPAM'
    | 'INVALID'
    | 'DEACTIVATED';
  readonly create_time: string;
  readonly last_click_time?: string;
  readonly last_open_time?: string;
  readonly last_sent_time?: string;
}
export interface ListEmailAddressStatusResponse {
  readonly email_addresses?: readonly RestEmailAddressStatus[];
  readonly next_page_token?: string;
}
export interface UpdateEmailAddress {
  readonly reason: string;
  readonly opted_in: boolean;
}
