# An API key in a header.
{
  title: 'API key',

  connection: {
    fields: [
      {
        name: 'api_key',
        label: 'API key',
        hint: 'Your profile at the bookshop shows it',
        control_type: 'password',
        optional: false
      }
    ],

    authorization: {
      type: 'api_key',

      # Where a service wants it in the URL: params(api_key: connection['api_key'])
      apply: lambda do |connection|
        headers(x_api_key: connection['api_key'])
      end
    },

    base_uri: ->(_connection) { 'https://bookshop.example' }
  },

  test: ->(_connection) { get('/me') },

  actions: {
    add_book: {
      title: 'Add a book',
      input_fields: lambda do |_definitions|
        [
          { name: 'title', optional: false },
          { name: 'author' },
          { name: 'year', type: 'integer', control_type: 'integer' }
        ]
      end,
      execute: ->(_connection, input) { post('/books', input) },
      output_fields: lambda do |_definitions|
        [{ name: 'data', type: 'object', properties: [{ name: 'id' }, { name: 'title' }] }]
      end
    }
  }
}
