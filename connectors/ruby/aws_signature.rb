# AWS Signature Version 4, for a service of AWS or one that stands behind its API Gateway.
{
  title: 'AWS signature',

  connection: {
    fields: [
      # `aws.generate_signature` reads the keys under these two names.
      { name: 'aws_api_key', label: 'Key ID', optional: false },
      { name: 'aws_secret_key', label: 'Secret key', control_type: 'password', optional: false },
      { name: 'region', default: 'eu-central-1', optional: false }
    ],

    authorization: {
      type: 'custom_auth',

      # For requests without a body; one with a body hands its text over as `payload`, too. The SDK's gem doesn't know
      # `aws` in `apply`: to run there, sign in a method, and send its request to signature['url'].
      apply: lambda do |connection|
        url = URI.parse(current_url)
        signature = aws.generate_signature(
          connection: connection,
          service: 'execute-api',
          region: connection['region'],
          host: url.host,
          path: url.path,
          method: current_verb,
          params: URI.decode_www_form(url.query || '').to_h
        )
        headers(signature['headers'])
      end
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') }
}
