import { View } from '@tarojs/components';
import { useState } from 'react';
import type { Issue } from '@contract';
import { Attachments } from '@/components/attachments';
import { Card } from '@/components/card';
import { Icon } from '@/components/icon';
import { Avatar } from '@/components/person';
import { Tap } from '@/components/tap';
import { bodyInitial } from '@/format/issues';
import { ContactSheet } from './contact-sheet';
import './enterprise-card.scss';

/** Which enterprise, whom to call, and what it wrote. */
export function EnterpriseCard({ issue }: { issue: Issue }) {
  const [isAsking, setAsking] = useState(false);
  const { enterprise, contactName, maskedContactPhone, body, files } = issue;
  return (
    <>
      <Card>
        <View className="q-person">
          <Avatar size={40} name={bodyInitial(enterprise.name)} />
          <View className="q-person__main">
            <View className="q-t16">{enterprise.name}</View>
            <View className="q-meta">{[contactName, maskedContactPhone].filter(Boolean).join('，')}</View>
          </View>
          {maskedContactPhone && (
            <Tap className="q-round" label={`打电话给${contactName}`} onTap={() => setAsking(true)}>
              <Icon name="phone" />
            </Tap>
          )}
        </View>
        <View className="q-quiet q-body officer-text">{body}</View>
        {files.length > 0 && <Attachments files={files} />}
      </Card>
      {isAsking && <ContactSheet issueId={issue.id} onClose={() => setAsking(false)} />}
    </>
  );
}
