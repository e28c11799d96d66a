import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Organization } from '@contract';
import { getMyEnterprise } from '@/api/enterprises';
import { listOrganizations, listRegions } from '@/api/organizations';
import { Card } from '@/components/card';
import { Field } from '@/components/field';
import { Rows } from '@/components/list-row';
import { Page } from '@/components/page';
import { Person } from '@/components/person';
import { SelectInput } from '@/components/select-input';
import { StatusView } from '@/components/status-view';
import { useResource } from '@/hooks/use-resource';
import { useSession } from '@/hooks/use-session';
import { callPhone } from '@/platform/phone';
import './index.scss';

const province = '410000';

/** 服务窗口和电话: whom can I call or visit near me? */
export default function Windows() {
  const { enterprise } = useSession();
  const home = useResource(
    async () => (enterprise ? (await getMyEnterprise()).regionCode : province),
    enterprise?.enterpriseId,
  );
  const regions = useResource(listRegions);
  const [chosen, setChosen] = useState<string>();
  const region = chosen ?? home.data;
  const offices = useResource<Organization[]>(
    async () => (region ? listOrganizations({ regionCode: region, kind: 'service-office' }) : []),
    region,
  );

  return (
    <Page>
      {regions.data && (
        <Field label="哪里" required>
          <SelectInput
            label="哪里"
            options={regions.data.map(({ code, name }) => ({ value: code, label: name }))}
            value={region}
            onChange={setChosen}
          />
        </Field>
      )}
      <StatusView
        status={region ? offices.status : 'loading'}
        error={offices.error ?? home.error}
        subject="服务窗口"
        isEmpty={(offices.data?.length ?? 0) === 0}
        empty={{
          title: '这里还没有登记窗口',
          text: '先打 12345，24 小时有人接。',
          action: { text: '打 12345', icon: 'phone', onTap: () => callPhone('12345') },
        }}
        onRetry={() => void Promise.all([home.refresh(), offices.refresh()])}
      >
        <Card flush>
          <Rows>
            {offices.data?.map(({ id, name, address, phone, regionName }) => (
              <View key={id} className="windows-office">
                <Person name={name} role={address ?? regionName} phone={phone} size={40} />
              </View>
            ))}
          </Rows>
        </Card>
      </StatusView>
    </Page>
  );
}
