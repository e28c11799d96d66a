import { View } from '@tarojs/components';
import { useRouter } from '@tarojs/taro';
import { useState } from 'react';
import type { EnterpriseMembership, Me } from '@contract';
import { serverNow } from '@/api/clock';
import { getPolicy } from '@/api/policies';
import { BottomBar } from '@/components/bottom-bar';
import { Button } from '@/components/button';
import { Card } from '@/components/card';
import { EnterpriseGate } from '@/components/enterprise-gate';
import { Field } from '@/components/field';
import { Icon } from '@/components/icon';
import { ImageUploader } from '@/components/image-uploader';
import { Link } from '@/components/link';
import { Note } from '@/components/note';
import { Page } from '@/components/page';
import { usePrivacyConsent } from '@/components/privacy-consent';
import { Skeleton } from '@/components/status-view';
import { TextArea } from '@/components/text-area';
import { formatTime } from '@/format/dates';
import { useResource } from '@/hooks/use-resource';
import { useSession } from '@/hooks/use-session';
import { notify } from '@/platform/notify';
import { CategoryCard, CategorySheet } from './components/category-card';
import { ContactCard, ContactSheet } from './components/contact-card';
import { PromiseCard } from './components/promise-card';
import { Sent } from './components/sent';
import { useNewIssue } from './use-new-issue';
import { mostCharacters } from './view-model';
import './index.scss';

/** 提诉求: when will I hear back? */
export default function NewIssue() {
  const { policyId } = useRouter().params;
  const { enterprise, me } = useSession();
  if (enterprise && me)
    return <NewIssueForm key={enterprise.enterpriseId} enterprise={enterprise} me={me} policyId={policyId} />;
  return (
    <Page>
      <EnterpriseGate subject="诉求" promise="说一句话就行，2 个工作小时内有人接。">
        {() => <Skeleton />}
      </EnterpriseGate>
    </Page>
  );
}

interface NewIssueFormProps {
  enterprise: EnterpriseMembership;
  me: Me;
  policyId: string | undefined;
}

function NewIssueForm({ enterprise, me, policyId }: NewIssueFormProps) {
  const now = serverNow();
  const [sheet, setSheet] = useState<'category' | 'contact'>();
  const consent = usePrivacyConsent(me);
  const issue = useNewIssue(enterprise.enterpriseId, policyId);
  const { form, update, savedAt, pictures } = issue;
  const { preview, status, problem, retry } = issue.preview;
  if (issue.sent) return <Sent issue={issue.sent} />;

  const kind = form.kind ?? preview?.kind;
  const field = form.field ?? preview?.field;
  const isNearlyFull = form.text.length > mostCharacters * 0.9;
  return (
    <Page
      footer={
        <BottomBar
          note={
            issue.problem && (
              <View className="q-bad" role="alert" ariaLive="assertive">
                {issue.problem}
              </View>
            )
          }
        >
          <Button loading={issue.isSending} onTap={() => void issue.send()}>
            {issue.refusal?.code === 'OFFLINE' ? '再提交一次' : '提交诉求'}
          </Button>
        </BottomBar>
      }
    >
      {policyId && <PolicyAsked policyId={policyId} />}
      <Field
        required
        label={policyId ? '想问什么？' : '遇到了什么困难？'}
        hint={policyId ? '一句话就行' : '说清时间、地点、想要什么'}
        error={issue.textProblem}
        {...(isNearlyFull ? { count: { used: form.text.length, max: mostCharacters } } : {})}
      >
        <TextArea
          label={policyId ? '想问什么' : '遇到了什么困难'}
          value={form.text}
          maxLength={mostCharacters}
          placeholder={policyId ? '比如：去年投产的设备算不算' : '比如：二期厂房用电增容，等了两个月还没回音'}
          onChange={(text) => update({ text })}
        />
      </Field>
      <ImageUploader pictures={pictures.pictures} onChange={pictures.change} upload={pictures.upload} />
      {kind && field && preview && (
        <CategoryCard
          kind={kind}
          field={field}
          lead={policyId ? '问题类别' : form.kind ? '您选的' : '看您写的，像是'}
          onChange={() => setSheet('category')}
        />
      )}
      {preview && <PromiseCard preview={preview} now={now} />}
      {!preview && status !== 'failed' && <Note icon="clock">写几个字，就告诉您谁接、哪天答复。</Note>}
      {status === 'failed' && (
        <Note tone="warn" icon="warning">
          {problem}。答复日期还没算出来，写的都在。
          <View>
            <Link onTap={retry}>再算一次</Link>
          </View>
        </Note>
      )}
      {preview && preview.similarEnterprises > 0 && (
        <Note icon="people">
          本市还有 <View className="new-inline q-bold">{preview.similarEnterprises} 家企业</View>
          反映过同类问题，会一起推动。企业名称互相看不到。
        </Note>
      )}
      <ContactCard
        me={me}
        form={form}
        onHide={(isNameHidden) => update({ isNameHidden })}
        onChange={() => setSheet('contact')}
      />
      {savedAt && (
        <View className="q-foot new-saved">
          <Icon name="check" size={18} />
          {formatTime(savedAt)} 已存草稿，断网也不会丢
        </View>
      )}
      {sheet === 'category' && kind && field && (
        <CategorySheet
          kind={kind}
          field={field}
          onClose={() => setSheet(undefined)}
          onPick={(pickedKind, pickedField) => {
            update({ kind: pickedKind, field: pickedField });
            setSheet(undefined);
          }}
        />
      )}
      {sheet === 'contact' && (
        <ContactSheet
          name={form.contactName || me.name}
          phone={form.contactPhone}
          onClose={() => setSheet(undefined)}
          onPick={(contactName, contactPhone) => {
            setSheet(undefined);
            void consent.ensure().then((isAgreed) => {
              if (isAgreed) update({ contactName, contactPhone });
              else notify('没同意就不留电话');
            });
          }}
        />
      )}
      {consent.sheet}
    </Page>
  );
}

/** The document that is asked about; without it the question can still be asked. */
function PolicyAsked({ policyId }: { policyId: string }) {
  const { data } = useResource(() => getPolicy(policyId), policyId);
  if (!data) return null;
  return (
    <Card>
      <View className="q-meta">问这份文件</View>
      <View className="q-t16">{data.title}</View>
      <View className="q-meta">{[data.issuer, data.docNo].filter(Boolean).join(' · ')}</View>
    </Card>
  );
}
