# A login that gives a session cookie, which is sent along until it has ended.
{
  title: 'Session cookie',

  connection: {
    fields: [
      { name: 'user', hint: 'The name you sign in with', optional: false },
      { name: 'password', control_type: 'password', optional: false }
    ],

    authorization: {
      type: 'custom_auth',

      # The cookie stands in the reply's headers, up to the first semicolon.
      acquire: lambda do |connection|
        cookie = post('/session')
                 .payload(user: connection['user'], password: connection['password'])
                 .after_response { |_code, _body, headers| headers['set_cookie'] }
                 .response!

        { session: cookie[/session=[^;]+/] }
      end,

      # The session has ended: sign in again, and repeat the request.
      refresh_on: [401],

      apply: lambda do |connection|
        headers(cookie: connection['session'])
      end
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') }
}
