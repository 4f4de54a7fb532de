# Percolate, with OAuth 2.0 client credentials: the Ruby twin of connectors/percolate.py.
{
  title: 'Percolate',

  connection: {
    fields: [
      { name: 'client_id', label: 'Client ID', hint: 'Made by Percolate when an app is registered', optional: false },
      { name: 'client_secret', label: 'Client secret', control_type: 'password', optional: false }
    ],

    authorization: {
      type: 'custom_auth',

      acquire: lambda do |connection|
        credentials = "#{connection['client_id']}:#{connection['client_secret']}".encode_base64.delete("\n")
        token = post('https://percolate.com/auth/v5/token/')
                .payload(grant_type: 'client_credentials')
                .headers(Authorization: "Basic #{credentials}")
                .request_format_www_form_urlencoded

        { access_token: token['access_token'], refresh_token: token['refresh_token'] }
      end,

      refresh_on: [401, 403],
      detect_on: [401, 403],

      apply: lambda do |connection|
        headers(Authorization: "Bearer #{connection['access_token']}")
      end
    },

    base_uri: ->(_connection) { 'https://percolate.com' }
  },

  test: ->(_connection) { get('/api/v5/me') },

  actions: {
    list_campaigns: {
      title: 'List campaigns',
      input_fields: ->(_definitions) { [{ name: 'limit', type: 'integer', control_type: 'integer' }] },
      execute: lambda do |_connection, input|
        get('/api/v5/campaigns').params(limit: input['limit'] || 10)
      end,
      output_fields: ->(definitions) { [{ name: 'data', type: 'array', of: 'object', properties: definitions['campaign'] }] }
    }
  },

  object_definitions: {
    campaign: {
      fields: ->(_connection) { [{ name: 'id' }, { name: 'title' }, { name: 'status' }] }
    }
  },

  methods: {
    full_title: ->(campaign) { "#{campaign['title']} (#{campaign['status']})".strip }
  }
}
