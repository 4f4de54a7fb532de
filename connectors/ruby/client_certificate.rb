# A TLS client certificate in the place of a password, and an authority of one's own behind the server's.
{
  title: 'Client certificate',

  connection: {
    fields: [
      {
        name: 'certificate',
        hint: 'PEM, with its BEGIN and END lines',
        control_type: 'text-area',
        optional: false
      },
      {
        name: 'private_key',
        hint: 'The key of the certificate, PEM',
        control_type: 'password',
        multiline: true,
        optional: false
      },
      { name: 'passphrase', hint: 'If the key is encrypted', control_type: 'password', optional: true },
      {
        name: 'authority',
        hint: "Certificate of the authority that signed the server's, PEM",
        control_type: 'text-area',
        optional: true
      }
    ],

    authorization: {
      type: 'custom_auth',

      apply: lambda do |connection|
        tls_client_cert(
          certificate: connection['certificate'],
          key: connection['private_key'],
          passphrase: connection['passphrase']
        )
        # Only needed where the server's certificate is not of a public authority.
        tls_server_certs(certificates: [connection['authority']]) if connection['authority'].present?
      end
    },

    base_uri: ->(_connection) { 'https://tls.bookshop.example' }
  },

  test: ->(_connection) { get('/me') }
}
