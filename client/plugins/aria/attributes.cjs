/** What a screen reader needs to know about an element; WeChat understands the same names as the web. */
const attributes = {
  role: '',
  'aria-label': '',
  'aria-hidden': '',
  'aria-checked': '',
  'aria-selected': '',
  'aria-disabled': '',
  'aria-live': '',
};

/** Components of the kit that carry them. */
const components = ['View', 'Text', 'Image', 'Button', 'Input', 'Textarea', 'ScrollView'];

module.exports = { patch: Object.fromEntries(components.map((name) => [name, { ...attributes }])) };
