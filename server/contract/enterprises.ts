import { Type, type Static } from 'typebox';
import { enterpriseSizes, factSources, importStatuses, importUnits, membershipStatuses } from './enums';
import {
  Day,
  Enum,
  FileRef,
  Id,
  IdParams,
  IndustryCode,
  Instant,
  Page,
  PageQuery,
  RegionCode,
  Text,
} from './common';

/** Where a profile field comes from: its source and the day it was taken. */
export const FactOrigin = Type.Object({ source: Enum(factSources), asOf: Day });
export type FactOrigin = Static<typeof FactOrigin>;

export const FactValue = Type.Union([
  Type.String(),
  Type.Number(),
  Type.Boolean(),
  Type.Array(Type.String()),
]);
export type FactValue = Static<typeof FactValue>;
/** A value as a form sends it: bounded. */
const GivenFact = Type.Object({
  attribute: Type.String({ maxLength: 40 }),
  value: Type.Union([
    Type.String({ maxLength: 200 }),
    Type.Number(),
    Type.Boolean(),
    Type.Array(Type.String({ maxLength: 40 }), { maxItems: 30 }),
  ]),
});

/** One entry of the attribute dictionary with this enterprise's value. */
export const EnterpriseFact = Type.Object({
  attribute: Type.String({ description: 'Key of the attribute dictionary, e.g. rdExpenseFen' }),
  label: Type.String(),
  value: FactValue,
  text: Type.String({ description: 'The value in Chinese, with its unit' }),
  origin: FactOrigin,
  other: Type.Optional(
    Type.Object(
      { value: FactValue, text: Type.String(), origin: FactOrigin },
      { description: 'What another source says, where it differs from what stands' },
    ),
  ),
});
export type EnterpriseFact = Static<typeof EnterpriseFact>;

/** An attribute of the dictionary, for forms and rule editors. */
export const Attribute = Type.Object({
  attribute: Type.String(),
  label: Type.String(),
  type: Enum([
    'number',
    'amount',
    'percent',
    'boolean',
    'choice',
    'tags',
    'region',
    'industry',
    'size',
    'year',
    'date',
  ]),
  unit: Type.Optional(Type.String()),
  period: Type.Optional(Type.String({ description: 'e.g. 上年' })),
  choices: Type.Optional(Type.Array(Type.Object({ value: Type.String(), label: Type.String() }))),
  declarable: Type.Boolean({ description: 'True where the enterprise itself may fill it in' }),
  changeable: Type.Boolean({
    description: 'False for facts that nobody can change, such as the founding day',
  }),
});
export type Attribute = Static<typeof Attribute>;

export const Completeness = Type.Object({
  percent: Type.Integer({ minimum: 0, maximum: 100 }),
  missing: Type.Array(
    Type.Object({
      attribute: Type.String(),
      label: Type.String(),
      unlocks: Type.Integer({ description: 'Policy items that this field would help to decide' }),
    }),
  ),
});

/** How the size comes about by the rules of 2017. */
export const SizeBasis = Type.Object({
  state: Enum(
    ['told', 'figures-missing', 'not-applicable', 'too-coarse'],
    'too-coarse: the industry is only known by a code below which different rules apply',
  ),
  ruleName: Type.Optional(Type.String({ description: 'Industry as the size rules name it' })),
  figures: Type.Array(
    Type.Object({
      attribute: Type.String(),
      label: Type.String(),
      text: Type.Optional(Type.String({ description: 'Absent while the figure is missing' })),
      alone: Type.Optional(Enum(enterpriseSizes, 'The size that this figure alone would give')),
      decides: Type.Boolean({ description: 'True for the figures that hold the size where it is' }),
      nextText: Type.Optional(
        Type.String({ description: 'What the next larger size asks of this figure, e.g. 300 人' }),
      ),
    }),
  ),
});
export type SizeBasis = Static<typeof SizeBasis>;

/** One thing that was said of an attribute of an enterprise. */
export const FactStatement = Type.Object({
  origin: FactOrigin,
  at: Instant,
  value: FactValue,
  text: Type.String(),
  by: Type.Optional(Type.String({ description: 'Who said it, with their office' })),
  basis: Type.Optional(Type.String({ description: 'What a verification rests on' })),
  files: Type.Array(FileRef),
  isStanding: Type.Boolean({ description: 'True for the one that counts now' }),
});
export type FactStatement = Static<typeof FactStatement>;

export const Enterprise = Type.Object({
  id: Id,
  name: Type.String(),
  creditCode: Type.String(),
  regionCode: RegionCode,
  regionName: Type.String(),
  industryCode: IndustryCode,
  industryName: Type.String(),
  size: Type.Optional(Enum(enterpriseSizes, 'Absent while a figure that the size rules need is missing')),
  sizeBasis: SizeBasis,
  address: Type.Optional(Type.String()),
  foundedOn: Type.Optional(Day),
  products: Type.Optional(Type.String()),
  facts: Type.Array(EnterpriseFact),
  canVerify: Type.Optional(
    Type.Boolean({ description: 'True where the asking officer may mark facts verified' }),
  ),
  completeness: Completeness,
  serviceOfficer: Type.Optional(
    Type.Object({
      name: Type.String(),
      organizationName: Type.String(),
      phone: Type.Optional(Type.String()),
    }),
  ),
});
export type Enterprise = Static<typeof Enterprise>;

/** What a person who types a credit code may learn of an enterprise before joining it. */
export const EnterpriseCard = Type.Object({
  name: Type.String(),
  creditCode: Type.String(),
  address: Type.Optional(Type.String()),
  foundedOn: Type.Optional(Day),
  maskedAdmin: Type.Optional(Type.String({ description: 'Surname of the administrator, e.g. 王**' })),
  memberCount: Type.Integer(),
  membership: Type.Optional(Enum(membershipStatuses)),
});
export type EnterpriseCard = Static<typeof EnterpriseCard>;

export const EnterpriseRow = Type.Object({
  id: Id,
  name: Type.String(),
  creditCode: Type.String({ description: 'Masked for officers outside the matter' }),
  regionName: Type.String(),
  industryName: Type.String(),
  size: Type.Optional(Enum(enterpriseSizes, 'Absent while a figure that the size rules need is missing')),
  updatedAt: Instant,
});
export type EnterpriseRow = Static<typeof EnterpriseRow>;

/** What is read from one column of an imported file. */
export const ColumnMapping = Type.Object({
  column: Type.Integer({ minimum: 0, maximum: 511, description: 'From 0' }),
  field: Type.String({ maxLength: 60, description: 'Key of an import field' }),
  unit: Type.Optional(Enum(importUnits, 'Of amounts and shares, where the cells don’t say it')),
});
export type ColumnMapping = Static<typeof ColumnMapping>;

export const ImportField = Type.Object({
  key: Type.String(),
  label: Type.String(),
  isRequired: Type.Boolean(),
  needsUnit: Type.Boolean({ description: 'True for amounts and shares' }),
});
export type ImportField = Static<typeof ImportField>;

const ImportProblem = Type.Object({
  line: Type.Integer({ description: 'Line of the file, from 1; the header is one' }),
  field: Type.String(),
  value: Type.String({ description: 'What stands there, personal data masked' }),
  rule: Type.String({ description: 'The rule that failed, in Chinese' }),
});

/** A file of enterprises and what has become of it. */
export const EnterpriseImport = Type.Object({
  id: Id,
  fileName: Type.String(),
  sizeBytes: Type.Integer(),
  format: Type.String({ description: 'e.g. xlsx, CSV（GB18030）' }),
  status: Enum(importStatuses),
  asOf: Type.Optional(Type.String({ description: 'The day the figures speak of, YYYY-MM-DD' })),
  rows: Type.Integer({ description: 'Rows of the file below the header' }),
  processedRows: Type.Integer(),
  counts: Type.Object({
    added: Type.Integer(),
    updated: Type.Integer(),
    unchanged: Type.Integer(),
    refused: Type.Integer(),
  }),
  failure: Type.Optional(Type.String({ description: 'Why it could not be read to the end' })),
  createdBy: Type.String(),
  createdAt: Instant,
  startedAt: Type.Optional(Instant),
  finishedAt: Type.Optional(Instant),
});
export type EnterpriseImport = Static<typeof EnterpriseImport>;

export const EnterpriseImportDetail = Type.Object({
  ...EnterpriseImport.properties,
  columns: Type.Array(Type.String(), { description: 'The header' }),
  samples: Type.Array(Type.Array(Type.String()), { description: 'The first rows, personal data masked' }),
  mapping: Type.Array(ColumnMapping, { description: 'As proposed, or as confirmed' }),
  problems: Type.Array(ImportProblem, { description: 'The first fifty; the report holds all' }),
});
export type EnterpriseImportDetail = Static<typeof EnterpriseImportDetail>;

const EnterpriseFilters = {
  regionCode: Type.Optional(RegionCode),
  industryCode: Type.Optional(IndustryCode),
  size: Type.Optional(Enum([...enterpriseSizes, 'unknown'])),
};

export const enterpriseRoutes = {
  'GET /attributes': { summary: 'The attribute dictionary', response: { 200: Type.Array(Attribute) } },
  'GET /enterprises/mine': { summary: 'Profile of the enterprise I act for', response: { 200: Enterprise } },
  'PUT /enterprises/mine': {
    summary: 'Fill in profile fields; each is stored as self-declared with today’s date',
    body: Type.Object({
      facts: Type.Optional(Type.Array(GivenFact, { maxItems: 40 })),
      products: Type.Optional(Text(200)),
      address: Type.Optional(Text(100)),
    }),
    response: { 200: Enterprise },
  },
  'GET /enterprises/by-code/:creditCode': {
    summary: 'Find an enterprise by its unified social credit code',
    params: Type.Object({ creditCode: Type.String({ minLength: 1, maxLength: 40 }) }),
    response: { 200: EnterpriseCard },
  },
  'GET /enterprises': {
    summary: 'Enterprises in my scope',
    querystring: Type.Object({
      ...PageQuery,
      q: Type.Optional(Type.String({ maxLength: 60 })),
      ...EnterpriseFilters,
    }),
    response: { 200: Page(EnterpriseRow) },
  },
  'POST /enterprise-exports': {
    summary:
      'The list of enterprises in my scope as CSV (UTF-8 with BOM); the reason stands in the audit trail',
    body: Type.Object({
      reason: Text(200, 'What the list is for'),
      q: Type.Optional(Type.String({ maxLength: 60 })),
      ...EnterpriseFilters,
    }),
    response: { 200: Type.Unsafe<unknown>({ description: 'text/csv' }) },
  },
  'GET /enterprises/:id': {
    summary: 'One enterprise in my scope',
    params: IdParams,
    response: { 200: Enterprise },
  },
  'GET /enterprises/:id/facts/:attribute/history': {
    summary: 'What was said of one attribute, by whom and when, latest first (at most 100)',
    params: Type.Object({ id: Id, attribute: Type.String({ maxLength: 40 }) }),
    response: { 200: Type.Object({ label: Type.String(), items: Type.Array(FactStatement) }) },
  },
  'POST /enterprises/:id/verifications': {
    summary: 'Mark facts verified, with what the verification rests on',
    params: IdParams,
    body: Type.Object({
      facts: Type.Array(GivenFact, { minItems: 1, maxItems: 40 }),
      asOf: Day,
      basis: Text(200, 'What was looked at, e.g. 2025 年度审计报告'),
      fileIds: Type.Optional(Type.Array(Id, { maxItems: 9 })),
    }),
    response: { 200: Enterprise },
  },
  'GET /enterprise-import-fields': {
    summary: 'What the columns of an imported file may hold',
    response: { 200: Type.Array(ImportField) },
  },
  'POST /enterprise-imports': {
    summary:
      'Upload a list of enterprises as multipart/form-data (field “file”: CSV or xlsx, ≤ 50 MB); nothing is imported before its columns are confirmed',
    consumes: ['multipart/form-data'],
    response: { 201: EnterpriseImportDetail },
  },
  'GET /enterprise-imports': {
    summary: 'Imports of my bodies, latest first',
    querystring: Type.Object({ ...PageQuery }),
    response: { 200: Page(EnterpriseImport) },
  },
  'GET /enterprise-imports/:id': {
    summary: 'One import: columns, progress, the first problems',
    params: IdParams,
    response: { 200: EnterpriseImportDetail },
  },
  'POST /enterprise-imports/:id/run': {
    summary: 'Confirm the columns and the day of the figures; the import then runs by itself',
    params: IdParams,
    body: Type.Object({
      mapping: Type.Array(ColumnMapping, { minItems: 1, maxItems: 120 }),
      asOf: Day,
    }),
    response: { 200: EnterpriseImportDetail },
  },
  'POST /enterprise-imports/:id/stop': {
    summary: 'End an import; what it has imported stays',
    params: IdParams,
    response: { 200: EnterpriseImportDetail },
  },
  'GET /enterprise-imports/:id/report': {
    summary: 'All problems as CSV (UTF-8 with BOM)',
    params: IdParams,
    response: { 200: Type.Unsafe<unknown>({ description: 'text/csv' }) },
  },
} as const;
