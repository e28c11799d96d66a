import Ajv, { type ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import type { FastifyInstance, FastifySchemaCompiler } from 'fastify';
import fastifyPlugin from 'fastify-plugin';
import type { TSchema } from 'typebox';
import { Clean } from 'typebox/value';
import type { ErrorDetail } from '../errors';

const shared = { useDefaults: true, allErrors: true, strict: false, removeAdditional: false } as const;

/**
 * Validates by the contract's schemas: query strings and path parameters are text and are converted; bodies are JSON
 * and must have the right types themselves (converting there would turn a rule's number into text). What a body holds
 * beyond its schema is dropped: no service can be handed a field that the contract doesn't name.
 */
export const validation = fastifyPlugin(async (app: FastifyInstance) => {
  const strict = new Ajv({ ...shared, coerceTypes: false });
  const converting = new Ajv({ ...shared, coerceTypes: true });
  addFormats(strict);
  addFormats(converting);
  const compile: FastifySchemaCompiler<object> = ({ schema, httpPart }) => {
    if (httpPart !== 'body') return converting.compile(schema);
    const validate = strict.compile(schema);
    const validateAndClean = Object.assign(
      (body: unknown) => {
        const isValid = validate(body);
        validateAndClean.errors = validate.errors;
        if (isValid) Clean(schema as TSchema, body);
        return isValid;
      },
      { errors: validate.errors },
    );
    return validateAndClean;
  };
  app.setValidatorCompiler(compile);
});

/** Turns validator errors into fields with the rule that failed, in Chinese. */
export function toDetails(errors: readonly Partial<ErrorObject>[], part: string): ErrorDetail[] {
  const details = errors
    .filter((error) => error.keyword !== 'anyOf' && error.keyword !== 'oneOf')
    .map((error) => ({ path: fieldPath(error, part), rule: ruleText(error) }));
  const seen = new Set<string>();
  return details.filter(({ path }) => !seen.has(path) && seen.add(path)).slice(0, 20);
}

function fieldPath(error: Partial<ErrorObject>, part: string): string {
  const inner = (error.instancePath ?? '').replace(/^\//, '').replace(/\//g, '.');
  const missing = error.keyword === 'required' ? String(error.params?.missingProperty) : '';
  return [part, inner, missing].filter(Boolean).join('.');
}

function ruleText(error: Partial<ErrorObject>): string {
  const limit = error.params?.limit as number | undefined;
  switch (error.keyword) {
    case 'required':
      return '必填';
    case 'minLength':
      return limit === 1 ? '不能为空' : `至少 ${limit} 个字`;
    case 'maxLength':
      return `最多 ${limit} 个字`;
    case 'minItems':
      return `至少 ${limit} 项`;
    case 'maxItems':
      return `最多 ${limit} 项`;
    case 'uniqueItems':
      return '有重复的项';
    case 'minimum':
    case 'exclusiveMinimum':
      return `不能小于 ${limit}`;
    case 'maximum':
    case 'exclusiveMaximum':
      return `不能大于 ${limit}`;
    case 'enum':
      return '不在可选范围内';
    case 'format':
      return error.params?.format === 'date-time' ? '时间格式不对' : '格式不对';
    case 'pattern':
      return error.params?.pattern === '\\S' ? '不能为空' : '格式不对';
    case 'type':
      return '类型不对';
    case 'additionalProperties':
      return '多出的内容';
    default:
      return '不符合要求';
  }
}
