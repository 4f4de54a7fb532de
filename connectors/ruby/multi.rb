# Several ways to sign in, of which one is chosen; each has fields and functions of its own.
{
  title: 'Several ways to sign in',

  connection: {
    fields: [
      {
        name: 'auth_type',
        label: 'Way to sign in',
        control_type: 'select',
        options: [['API key', 'api_key'], ['User and password', 'basic'], %w[Browser oauth2]],
        default: 'api_key',
        extends_schema: true,
        optional: false
      }
    ],

    authorization: {
      type: 'multi',

      # Gives the key of one of the options.
      selected: ->(connection) { connection['auth_type'] },

      options: {
        api_key: {
          type: 'api_key',
          fields: [{ name: 'api_key', label: 'API key', control_type: 'password', optional: false }],
          apply: ->(connection) { params(api_key: connection['api_key']) }
        },

        basic: {
          type: 'basic_auth',
          fields: [
            { name: 'user', optional: false },
            { name: 'password', control_type: 'password', optional: false }
          ],
          # The name that `apply` had once; it still works.
          credentials: lambda do |connection|
            user(connection['user'])
            password(connection['password'])
          end
        },

        oauth2: {
          type: 'oauth2',
          fields: [
            { name: 'client_id', optional: false },
            { name: 'client_secret', control_type: 'password', optional: false }
          ],
          client_id: ->(connection) { connection['client_id'] },
          client_secret: ->(connection) { connection['client_secret'] },
          authorization_url: ->(_connection) { 'https://bookshop.example/oauth/authorize?response_type=code' },
          token_url: ->(_connection) { 'https://bookshop.example/oauth/token' },
          refresh_on: [401],
          apply: ->(_connection, token) { headers(Authorization: "Bearer #{token}") }
        }
      }
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') }
}
