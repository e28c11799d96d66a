import type { Attribute, Body, Enterprise } from '@contract';
import { declareFacts, getMyEnterprise, listAttributes } from '@/api/enterprises';
import { useResource } from '@/hooks/use-resource';

export interface Profile {
  enterprise: Enterprise;
  attributes: Attribute[];
}

/** The profile of the enterprise that is acted for, with the dictionary its facts stand in. */
export function useProfile(enterpriseId: string) {
  const profile = useResource<Profile>(async () => {
    const [enterprise, attributes] = await Promise.all([getMyEnterprise(), listAttributes()]);
    return { enterprise, attributes };
  }, enterpriseId);
  return {
    ...profile,
    /** Stores what the enterprise declares, with today’s date. */
    declare: async (body: Body<'PUT /enterprises/mine'>) => {
      const enterprise = await declareFacts(body);
      profile.replace({ enterprise, attributes: profile.data?.attributes ?? [] });
      return enterprise;
    },
  };
}
