# HTTP digest authentication (RFC 7616): the password itself is never sent.
{
  title: 'Digest authentication',

  connection: {
    fields: [
      { name: 'user', hint: 'The name you sign in with', optional: false },
      { name: 'password', control_type: 'password', optional: false }
    ],

    authorization: {
      # There is no type of its own for it.
      type: 'basic_auth',

      # The first request goes out bare; the 401 brings a nonce, and the same request goes out with the answer to it.
      apply: lambda do |connection|
        user(connection['user'])
        password(connection['password'])
        digest_auth
      end
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') }
}
