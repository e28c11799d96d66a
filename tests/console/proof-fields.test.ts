import type { Credential } from '../../server/contract';
import { canProve, toProof } from '../../console/src/features/accounts/proof-fields';

const credential: Credential = {
  hasPassword: true,
  hasSecondFactor: true,
  recoveryCodesLeft: 10,
  hasProvenPhone: true,
  isSessionFresh: false,
};

describe('changing what signs in', () => {
  it('is open to who signed in just now, and to who has a password and a second factor', () => {
    expect(canProve(credential)).toBe(true);
    expect(canProve({ ...credential, hasSecondFactor: false })).toBe(false);
    expect(canProve({ ...credential, hasPassword: false })).toBe(false);
    expect(
      canProve({ ...credential, hasPassword: false, hasSecondFactor: false, isSessionFresh: true }),
    ).toBe(true);
  });

  it('sends a proof only where both parts of it were filled in', () => {
    expect(toProof({ oldPassword: 'a', oldCode: '123456' })).toEqual({
      proof: { password: 'a', code: '123456' },
    });
    expect(toProof({ oldPassword: 'a' })).toEqual({});
    expect(toProof({})).toEqual({});
  });
});
