/**
 * Lets a picker’s face be reached and opened by the keyboard in a browser; WeChat has none.
 * Only the face knows that it looks like a button: the picker around it listens for the click.
 */
export const opensByKeyboard =
  process.env.TARO_ENV === 'h5'
    ? {
        tabIndex: 0,
        onKeyDown: (event: KeyboardEvent) => {
          if (event.key !== 'Enter' && event.key !== ' ') return;
          event.preventDefault();
          if (event.currentTarget instanceof HTMLElement) event.currentTarget.click();
        },
      }
    : {};
