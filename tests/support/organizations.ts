import type { Context } from '../../server/context';
import {
  createOrganization,
  getOrganization,
  type OrganizationInput,
  type OrganizationRecord,
} from '../../server/modules/organizations/organizations.service';
import { cityOf, regionName } from '../../server/modules/organizations/regions';
import { contextOf, officerIn } from './context';

let bodies = 0;

/** A body of the tree: the service office of 中牟县 where nothing else is said. */
export async function anOrganization(input: Partial<OrganizationInput> = {}): Promise<OrganizationRecord> {
  bodies += 1;
  const regionCode = input.regionCode ?? '410122';
  const { id } = await createOrganization(contextOf(), {
    kind: 'service-office',
    name: `${regionName(regionCode)}企业服务办公室${bodies}`,
    shortName: `${regionName(regionCode)}企服办${bodies}`,
    ...input,
    regionCode,
  });
  return getOrganization(id);
}

export interface Province {
  /** Service offices of the province, the county's city and the county, each below the one before. */
  province: OrganizationRecord;
  city: OrganizationRecord;
  county: OrganizationRecord;
  /** 人社局 below the county's office, 工信局 below the city's. */
  labour: OrganizationRecord;
  industry: OrganizationRecord;
  officers: {
    provinceDesk: Context;
    provinceEditor: Context;
    cityDesk: Context;
    citySupervisor: Context;
    countyDesk: Context;
    labourHandler: Context;
    industryHandler: Context;
  };
}

/** A small province with officers: three service offices in a line and two departments; below a province that stands where one is given. */
export async function aProvince(
  options: { countyCode?: string; province?: OrganizationRecord } = {},
): Promise<Province> {
  const countyCode = options.countyCode ?? '410122';
  const cityCode = cityOf(countyCode) ?? countyCode;
  const province = options.province ?? (await anOrganization({ regionCode: '410000' }));
  const city = await anOrganization({ regionCode: cityCode, parentId: province.id });
  const county = await anOrganization({ regionCode: countyCode, parentId: city.id });
  const labour = await anOrganization({
    kind: 'department',
    name: `${regionName(countyCode)}人力资源和社会保障局`,
    shortName: '县人社局',
    regionCode: countyCode,
    parentId: county.id,
  });
  const industry = await anOrganization({
    kind: 'department',
    name: `${regionName(cityCode)}工业和信息化局`,
    shortName: '市工信局',
    regionCode: cityCode,
    parentId: city.id,
  });
  return {
    province,
    city,
    county,
    labour,
    industry,
    officers: {
      provinceDesk: await officerIn(province, 'desk'),
      provinceEditor: await officerIn(province, 'editor'),
      cityDesk: await officerIn(city, 'desk'),
      citySupervisor: await officerIn(city, 'supervisor'),
      countyDesk: await officerIn(county, 'desk'),
      labourHandler: await officerIn(labour, 'handler'),
      industryHandler: await officerIn(industry, 'handler'),
    },
  };
}
