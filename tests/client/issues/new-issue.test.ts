import type { IssuePreview } from '@contract';
import { newNonce } from '@/api/nonce';
import { picturesProblem } from '@/hooks/use-draft-pictures';
import {
  emptyForm,
  isSurelyRefused,
  nextBody,
  promiseText,
  textProblem,
  toOpenIssueBody,
} from '@/features/issues/new/view-model';

const now = new Date('2026-11-23T01:41:00.000Z');
const desk = { id: 'o-desk', name: '中牟县企业服务办公室', shortName: '县企业服务办' };

function aPreview(overrides: Partial<IssuePreview> = {}): IssuePreview {
  return {
    kind: 'help',
    field: 'construction',
    answerDueAt: '2026-11-30T09:30:00.000Z',
    signDueAt: '2026-11-23T03:41:00.000Z',
    isProvisional: false,
    clock: [],
    accountable: { personId: 'p', name: '李雅琴', organization: desk },
    similarEnterprises: 0,
    ...overrides,
  };
}

describe('what is sent of a new issue', () => {
  const category = { kind: 'help', field: 'construction' } as const;

  it('is the text with its category and the nonce of the draft, nothing that was left empty', () => {
    const form = { ...emptyForm('nonce-1', false), text: ' 消防验收三周没有回音 ' };
    expect(toOpenIssueBody(form, category)).toEqual({
      body: '消防验收三周没有回音',
      kind: 'help',
      field: 'construction',
      nonce: 'nonce-1',
    });
  });

  it('has pictures, contact, the hidden name and the policy where there are some', () => {
    const form = {
      ...emptyForm('nonce-1', false),
      text: '消防验收三周没有回音',
      fileIds: ['f'],
      contactName: '刘洋',
      contactPhone: '13800006021',
      isNameHidden: true,
    };
    expect(toOpenIssueBody(form, category, 'policy-1')).toMatchObject({
      fileIds: ['f'],
      contactName: '刘洋',
      contactPhone: '13800006021',
      isNameHidden: true,
      policyId: 'policy-1',
    });
  });

  it('is the same whenever the same draft is sent again, so that it opens one issue only', () => {
    const form = { ...emptyForm(newNonce(), false), text: '消防验收三周没有回音' };
    expect(toOpenIssueBody(form, category)).toEqual(toOpenIssueBody(form, category));
  });
});

describe('a new issue', () => {
  it('about a policy is an enquiry in the field of policies; any other is proposed by its text', () => {
    expect(emptyForm('n', true)).toMatchObject({ kind: 'enquiry', field: 'policy' });
    expect(emptyForm('n', false).kind).toBeUndefined();
  });

  it('needs a few words', () => {
    expect(textProblem('  ')).toBe('先说说遇到了什么困难');
    expect(textProblem('没水')).toBeDefined();
    expect(textProblem('车间没水')).toBeUndefined();
  });

  it('waits for pictures on their way, and says how many didn’t arrive', () => {
    const done = { path: 'a', status: 'done', fileId: 'f' } as const;
    expect(picturesProblem([done])).toBeUndefined();
    expect(picturesProblem([done, { path: 'b', status: 'uploading' }])).toBe('照片还在传，传完再发');
    expect(picturesProblem([done, { path: 'b', status: 'failed' }])).toBe(
      '有 1 张没传上去，点一下重传，或者删掉',
    );
  });

  it('has a nonce as the API takes it, another one each time', () => {
    const nonces = new Set(Array.from({ length: 200 }, () => newNonce()));
    expect(nonces.size).toBe(200);
    for (const nonce of nonces) expect(nonce).toMatch(/^[\w-]{8,64}$/);
  });

  it('may have been kept where no answer came, and surely wasn’t where it was refused', () => {
    expect(isSurelyRefused('OFFLINE')).toBe(false);
    expect(isSurelyRefused('INTERNAL')).toBe(false);
    expect(isSurelyRefused('IDEMPOTENCY_KEY_REUSED')).toBe(false);
    expect(isSurelyRefused('VALIDATION_FAILED')).toBe(true);
  });
});

describe('the promise before it is sent', () => {
  it('is a moment, 预计 where the holidays aren’t known yet', () => {
    expect(promiseText(aPreview(), now)).toBe('11月30日 周一 17:30 前答复您');
    expect(promiseText(aPreview({ isProvisional: true }), now)).toBe('预计 11月30日 周一 17:30 前答复您');
  });

  it('names the body that works on it unless the desk answers itself', () => {
    const body = { id: 'o-2', name: '中牟县住房和城乡建设局', shortName: '县住建局' };
    expect(nextBody(aPreview({ proposedBody: body }))).toEqual(body);
    expect(nextBody(aPreview({ proposedBody: desk }))).toBeUndefined();
    expect(nextBody(aPreview())).toBeUndefined();
  });
});
