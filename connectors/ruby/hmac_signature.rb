# Every request signed with a shared key: method, path with query and time, under HMAC with SHA-256.
{
  title: 'HMAC signature',

  connection: {
    fields: [
      { name: 'key_id', label: 'Key ID', optional: false },
      {
        name: 'secret_key',
        hint: 'It signs requests and is not sent itself',
        control_type: 'password',
        optional: false
      }
    ],

    authorization: {
      type: 'custom_auth',

      # apply runs after the request was built, so its URL with the query is known here.
      apply: lambda do |connection|
        target = current_url.sub(%r{\Ahttps://[^/]+}, '')
        moment = Time.now.to_i.to_s
        text = "#{current_verb}\n#{target}\n#{moment}"

        headers(
          x_key_id: connection['key_id'],
          x_timestamp: moment,
          x_signature: text.hmac_sha256(connection['secret_key']).encode_hex
        )
      end
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') }
}
