import { createDraft, type DraftShelf } from '@/hooks/draft';

function aShelf(): DraftShelf & { isFull: boolean } {
  const kept = new Map<string, string>();
  return {
    isFull: false,
    read: <Value>(name: string) => {
      const text = kept.get(name);
      return text === undefined ? undefined : (JSON.parse(text) as Value);
    },
    write(name, value) {
      if (this.isFull) return false;
      kept.set(name, JSON.stringify(value));
      return true;
    },
    remove: (name) => {
      kept.delete(name);
    },
  };
}

const at = (time: string) => () => new Date(time);
const empty = { text: '', phone: '138' };

describe('a draft', () => {
  test('is brought back with everything that was typed', () => {
    const shelf = aShelf();
    createDraft('issue', empty, shelf, at('2026-11-23T01:40:00Z')).update({ text: '二期厂房用电' });
    const reopened = createDraft('issue', empty, shelf);
    expect(reopened.store.get()).toEqual({
      form: { text: '二期厂房用电', phone: '138' },
      savedAt: '2026-11-23T01:40:00.000Z',
      isRestored: true,
    });
  });

  test('has a field that the form has gained since it was kept', () => {
    const shelf = aShelf();
    createDraft('issue', { text: '' }, shelf).update({ text: '旧的' });
    expect(createDraft('issue', { text: '', isPrivate: true }, shelf).store.get().form).toEqual({
      text: '旧的',
      isPrivate: true,
    });
  });

  test('is gone for good once it was sent', () => {
    const shelf = aShelf();
    const draft = createDraft('issue', empty, shelf);
    draft.update({ text: '发了' });
    draft.clear();
    expect(draft.store.get()).toMatchObject({ form: empty, isRestored: false });
    expect(createDraft('issue', empty, shelf).store.get().isRestored).toBe(false);
  });

  test('doesn’t claim to be kept when the phone has no room, and loses nothing on screen', () => {
    const shelf = aShelf();
    const draft = createDraft('issue', empty, shelf);
    shelf.isFull = true;
    draft.update({ text: '装不下' });
    expect(draft.store.get()).toMatchObject({ form: { text: '装不下' }, savedAt: undefined });
  });

  test('two forms don’t mix', () => {
    const shelf = aShelf();
    createDraft('issue', empty, shelf).update({ text: '诉求' });
    expect(createDraft('listing', empty, shelf).store.get().form.text).toBe('');
  });
});
