// oidc-provider as the tests need it. Writes one line of JSON about itself when it listens, and ends when its standard
// input does, so that it can't outlive the tests.
import { randomBytes } from 'node:crypto';
import { createServer } from 'node:http';
import Provider from 'oidc-provider';

const secret = randomBytes(24).toString('hex');
const day = 24 * 3600;

const app = (name, more = {}) => ({
  client_id: name,
  client_secret: secret,
  application_type: 'native', // any port of the loopback, as RFC 8252 section 7.3 has it
  redirect_uris: ['http://localhost/oauth/callback'],
  response_types: ['code'],
  grant_types: ['authorization_code', 'refresh_token'],
  token_endpoint_auth_method: 'client_secret_post',
  ...more,
});

const configuration = {
  clients: [
    app('app'),
    app('without-pkce'),
    app('basic', { token_endpoint_auth_method: 'client_secret_basic' }),
    app('short-access'),
    app('short-refresh'),
    app('device', {
      grant_types: ['urn:ietf:params:oauth:grant-type:device_code', 'refresh_token'], redirect_uris: [],
      response_types: [],
    }),
    app('machine', {
      grant_types: ['client_credentials'], redirect_uris: [], response_types: [], scope: 'reports',
    }),
  ],
  scopes: ['openid', 'offline_access', 'reports'],
  pkce: { required: (ctx, client) => client.clientId !== 'without-pkce' },
  rotateRefreshToken: true,
  clockTolerance: 0,
  ttl: {
    AccessToken: (ctx, token, client) => (client.clientId === 'short-access' ? 2 : day),
    RefreshToken: (ctx, token, client) => (client.clientId === 'short-refresh' ? 1 : day),
    AuthorizationCode: 60, ClientCredentials: day, Grant: day, IdToken: day, Interaction: day, Session: day,
  },
  // A revoked access token leaves the refresh token as it is; a revoked refresh token takes all of the grant.
  revokeGrantPolicy: (ctx) => !(ctx.oidc.route === 'revocation' && ctx.oidc.entities.AccessToken),
  features: {
    clientCredentials: { enabled: true },
    deviceFlow: { enabled: true },
    introspection: { enabled: true },
    revocation: { enabled: true },
  },
};

async function api(provider, ctx, next) {
  if (ctx.path !== '/api/me') return next();
  const given = (ctx.get('Authorization').match(/^Bearer (.+)$/) ?? [])[1];
  const token = given && await provider.ClientCredentials.find(given);
  if (token) {
    ctx.body = { client: token.clientId, scope: token.scope ?? null };
  } else {
    ctx.status = 401;
    ctx.set('WWW-Authenticate', 'Bearer error="invalid_token", error_description="unknown or expired"');
    ctx.body = { error: 'invalid_token', error_description: 'unknown or expired' };
  }
  return undefined;
}

const server = createServer();
server.listen(0, '127.0.0.1', () => {
  const url = `http://127.0.0.1:${server.address().port}`;
  const provider = new Provider(url, configuration);
  provider.use((ctx, next) => api(provider, ctx, next));
  server.on('request', provider.callback());
  console.log(JSON.stringify({ url, secret }));
});
process.stdin.resume().on('end', () => process.exit());
