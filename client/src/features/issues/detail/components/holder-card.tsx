import { View } from '@tarojs/components';
import type { Issue } from '@contract';
import { Card, CardLine } from '@/components/card';
import { Person } from '@/components/person';
import { useOfficePhone } from '../use-issue';
import { holderHeading } from '../view-model';

/** Who has the matter now, with the office's phone; and who follows it to the end, when that is somebody else. */
export function HolderCard({ issue }: { issue: Issue }) {
  const { accountable, firstOwner } = issue;
  const phone = useOfficePhone(accountable.organization);
  const isFollowed = firstOwner && firstOwner.personId !== accountable.personId;
  return (
    <Card>
      <View className="q-meta">{holderHeading(issue)}</View>
      <Person
        strong
        name={accountable.name}
        role={accountable.organization.name}
        {...(phone ? { phone } : {})}
      />
      {isFollowed && (
        <CardLine>
          <View className="q-body">
            {firstOwner.organization.shortName}
            {firstOwner.name}首问负责，一直跟到办结
          </View>
        </CardLine>
      )}
    </Card>
  );
}
