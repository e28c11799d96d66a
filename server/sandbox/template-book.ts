import { messageTemplates, type MessageTemplate } from '@contract/enums';
import type { Config } from '../config';

/** The account's templates by their id, as they would be set up in WeChat's console. */
export type TemplateBook = ReadonlyMap<string, MessageTemplate>;

/** The templates of the configured account. */
export function templateBook({ wechat }: Config): TemplateBook {
  return new Map(messageTemplates.map((template) => [wechat.templateIds[template], template]));
}
