import { fitField } from '../../gateways/template-fields';
import { templates, type Subscription, type TemplateField } from './templates';

/**
 * The subscription's values by WeChat's keys, each cut or rewritten to the rule of its kind; what the caller left out
 * is filled in from the template. `unfit` names the fields of which nothing acceptable is left. Pure.
 */
export function fitSubscription({ template, fields }: Subscription): {
  fields: Record<string, string>;
  unfit: string[];
} {
  const given: Record<string, string | undefined> = fields;
  const fitted: Record<string, string> = {};
  const unfit: string[] = [];
  const wanted: Record<string, TemplateField> = templates[template].fields;
  for (const [name, { key, otherwise, choices }] of Object.entries(wanted)) {
    const value = fitField(key, given[name] ?? '', choices) ?? otherwise;
    if (value === undefined) unfit.push(name);
    else fitted[key] = value;
  }
  return { fields: fitted, unfit };
}
