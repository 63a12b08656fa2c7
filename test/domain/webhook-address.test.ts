import { describe, expect, test } from 'vitest';
import { blameAddress } from '../../src/domain/webhook-address.ts';

const REFUSED = [
  // Not https.
  ...[
    'http://hooks.example.com/',
    'ftp://hooks.example.com/',
    'javascript:alert(1)',
    'file:///etc/passwd',
    'hooks.example.com',
    '',
  ],
  // Secrets, ports.
  ...['https://user@hooks.example.com/', 'https://user:pass@hooks.example.com/', 'https://:pass@hooks.example.com/'],
  ...['https://hooks.example.com:22/', 'https://hooks.example.com:80/', 'https://hooks.example.com:8080/'],
  // Names of nobody's public host.
  ...[
    'https://localhost/',
    'https://LOCALHOST./',
    'https://a.localhost/',
    'https://printer.local/',
    'https://db.internal/',
  ],
  ...['https://metadata.google.internal/', 'https://router.home.arpa/', 'https://intranet/', 'https://intranet./'],
  // IPv4, by the blocks of the registry, first and last.
  ...[
    '0.0.0.0',
    '0.255.255.255',
    '10.0.0.1',
    '10.255.255.255',
    '100.64.0.1',
    '100.127.255.255',
    '127.0.0.1',
    '127.255.255.255',
  ],
  ...[
    '169.254.169.254',
    '172.16.0.1',
    '172.31.255.255',
    '192.0.0.8',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.1.1',
    '198.18.0.1',
  ],
  ...['198.19.255.255', '198.51.100.1', '203.0.113.1', '224.0.0.1', '239.255.255.255', '240.0.0.1', '255.255.255.255'],
  // Other spellings of 127.0.0.1 and 169.254.169.254.
  ...[
    '2130706433',
    '0x7f000001',
    '017700000001',
    '0x7f.1',
    '127.1',
    '0177.0.0.1',
    '127.0.0.1.',
    '2852039166',
    '0xa9fea9fe',
    '１２７.0.0.1',
  ],
  // IPv6.
  ...[
    '[::]',
    '[::1]',
    '[::ffff:8.8.8.8]',
    '[::ffff:127.0.0.1]',
    '[::ffff:7f00:1]',
    '[::127.0.0.1]',
    '[fc00::1]',
    '[fd12:3456::1]',
  ],
  ...[
    '[fe80::1]',
    '[febf::1]',
    '[fec0::1]',
    '[ff02::1]',
    '[64:ff9b::7f00:1]',
    '[64:ff9b::10.0.0.1]',
    '[64:ff9b::a9fe:a9fe]',
    '[64:ff9b:1::8.8.8.8]',
  ],
  ...[
    '[2001:db8::1]',
    '[3fff::1]',
    '[2001::1]',
    '[2001:1ff::1]',
    '[2002:7f00:1::]',
    '[2002:808:808::]',
    '[100::1]',
    '[5f00::1]',
    '[4000::1]',
  ],
].map((text) =>
  text === '' || text.includes('//') || text.includes('script') || /^hooks/.test(text) ? text : `https://${text}/`,
);

const TAKEN = [
  ...[
    'https://hooks.example.com/',
    'https://hooks.example.com:443/a?b=c',
    'https://hooks.example.com:8443/',
    'https://xn--bcher-kva.example/',
  ],
  ...[
    'https://8.8.8.8/',
    'https://1.1.1.1/',
    'https://9.255.255.255/',
    'https://11.0.0.0/',
    'https://100.63.255.255/',
    'https://100.128.0.0/',
  ],
  ...[
    'https://172.15.255.255/',
    'https://172.32.0.0/',
    'https://192.0.1.1/',
    'https://198.17.255.255/',
    'https://198.20.0.0/',
    'https://223.255.255.255/',
  ],
  ...[
    'https://[2606:4700:4700::1111]/',
    'https://[2001:4860:4860::8888]/',
    'https://[2001:200::1]/',
    'https://[64:ff9b::808:808]/',
    'https://[3fff:1000::1]/',
  ],
  ...[
    'https://mylocal/'.replace('mylocal', 'mylocal.example.com'),
    'https://internal.example.com/',
    'https://localhost.example.com/',
  ],
];

describe('the address of a receiver', () => {
  test.each(REFUSED)('is not %s', (url) => {
    expect(blameAddress(url, false)).toEqual({ detail: expect.any(String), remedy: expect.any(String) });
  });

  test.each(TAKEN)('may be %s', (url) => {
    expect(blameAddress(url, false)).toBeNull();
  });

  test('is on this machine only where that is allowed, and then on no other private one', () => {
    for (const url of ['http://127.0.0.1:8080/a', 'https://localhost:9/', 'http://[::1]:1234/']) {
      expect([url, blameAddress(url, true)]).toEqual([url, null]);
      expect(blameAddress(url, false)).not.toBeNull();
    }
    for (const url of [
      'http://10.0.0.1/',
      'https://192.168.1.1/',
      'http://hooks.example.com/',
      'http://a@127.0.0.1/',
    ]) {
      expect(blameAddress(url, true)).not.toBeNull();
    }
  });
});
