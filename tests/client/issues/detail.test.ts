import { currentStep, steps } from '@/features/issues/progress';
import { holderHeading, promiseOf } from '@/features/issues/detail/view-model';
import { anIssue } from './factories';

const now = new Date('2026-11-23T01:41:00.000Z');

describe('the promise of an issue', () => {
  it('is the answer while it is owed, with the working time left', () => {
    expect(promiseOf(anIssue(), now)).toEqual({
      moment: '11月26日 周四 17:30',
      what: '前答复',
      outlined: '答复',
      note: '还剩 3 个工作日，休息日不算',
      isLate: false,
    });
  });

  it('tells when a signature comes first, or is missing', () => {
    const waiting = anIssue({
      status: 'submitted',
      runningLimit: 'sign',
      signDueAt: '2026-11-23T03:41:00.000Z',
    });
    expect(promiseOf(waiting, now)?.note).toBe('今天 11:41 前先受理');
    const late = anIssue({ ...waiting, status: 'dispatched', isBreached: true });
    expect(promiseOf(late, now)).toMatchObject({ note: '今天 11:41 前该签收，还没有', isLate: false });
  });

  it('owns up to a late answer', () => {
    const late = anIssue({ isBreached: true, remainingMinutes: -90 });
    expect(promiseOf(late, now)).toMatchObject({ what: '前该答复', note: '超了 1 小时 30 分', isLate: true });
  });

  it('is the reader’s confirmation once it is answered, and none when it has ended', () => {
    const answered = anIssue({
      status: 'answered',
      confirmBy: '2026-11-25T09:30:00.000Z',
      runningLimit: 'confirm',
    });
    expect(promiseOf(answered, now)).toMatchObject({ moment: '11月25日 周三 17:30', outlined: '确认' });
    expect(promiseOf(anIssue({ status: 'closed' }), now)).toBeUndefined();
  });
});

describe('the steps', () => {
  it('stand at the work while it is done, at the confirmation once it is answered, and are done at the end', () => {
    expect(steps[currentStep({ status: 'submitted' })]).toBe('受理');
    expect(steps[currentStep({ status: 'dispatched' })]).toBe('办理');
    expect(steps[currentStep({ status: 'answered' })]).toBe('确认');
    expect(currentStep({ status: 'closed' })).toBe(steps.length);
  });

  it('name the holder by what they do', () => {
    expect(holderHeading({ status: 'submitted' })).toBe('现在谁来接');
    expect(holderHeading({ status: 'in-hand' })).toBe('现在谁在办');
    expect(holderHeading({ status: 'closed' })).toBe('谁办的');
  });
});
