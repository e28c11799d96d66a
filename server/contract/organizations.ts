import { Type, type Static } from 'typebox';
import { levels, organizationKinds } from './enums';
import { Enum, Id, RegionCode } from './common';

export const Organization = Type.Object({
  id: Id,
  name: Type.String(),
  shortName: Type.String(),
  kind: Enum(organizationKinds),
  level: Enum(levels),
  regionCode: RegionCode,
  regionName: Type.String(),
  parentId: Type.Optional(Id),
  address: Type.Optional(Type.String()),
  phone: Type.Optional(Type.String({ description: 'Published office phone' })),
});
export type Organization = Static<typeof Organization>;

export const Region = Type.Object({
  code: RegionCode,
  name: Type.String(),
  level: Enum(levels),
  parentCode: Type.Optional(RegionCode),
});
export type Region = Static<typeof Region>;

export const Industry = Type.Object({
  code: Type.String(),
  name: Type.String(),
  level: Type.Integer({ minimum: 1, maximum: 4 }),
  parentCode: Type.Optional(Type.String()),
});
export type Industry = Static<typeof Industry>;

export const organizationRoutes = {
  'GET /organizations': {
    summary: 'Directory of bodies',
    querystring: Type.Object({
      regionCode: Type.Optional(RegionCode),
      kind: Type.Optional(Enum(organizationKinds)),
      q: Type.Optional(Type.String({ maxLength: 60 })),
    }),
    response: { 200: Type.Array(Organization) },
  },
  'GET /regions': { summary: 'Henan, its cities and counties', response: { 200: Type.Array(Region) } },
  'GET /industries': {
    summary: 'GB/T 4754-2017 classes',
    querystring: Type.Object({
      q: Type.Optional(Type.String({ maxLength: 30 })),
      parentCode: Type.Optional(Type.String({ maxLength: 4 })),
    }),
    response: { 200: Type.Array(Industry) },
  },
} as const;
