/** An address that nobody has (RFC 2606): asking for it changes nothing and tells nothing. */
export const testAddress = 'connection-test@example.com';
