import { useQuery } from '@tanstack/react-query';
import { Button, Form, Input } from 'antd';
import { useState } from 'react';
import { contactRoles, type ContactRole } from '@contract/enums';
import type { KnownContact, OrganizationDetail } from '@contract/index';
import { request } from '../../api/request';
import { useMe } from '../../api/session';
import { FormDialog } from '../../components/form-dialog';
import { ReasonDialog } from '../../components/reason-dialog';
import { StateView } from '../../components/state-view';
import { useAct } from '../../components/use-act';
import { contactRoleText } from './words';

/** 责任领导, 责任处室 and 联络员 of a body; own phones masked, shown in full with a reason. */
export function ContactsPart({ body }: { body: OrganizationDetail }) {
  const { isActing, act } = useAct();
  const me = useMe();
  const [isEditing, setIsEditing] = useState(false);
  const [asking, setAsking] = useState<ContactRole>();
  const [shown, setShown] = useState<Partial<Record<ContactRole, string>>>({});
  const list = useQuery({
    queryKey: ['organization', body.id, 'contacts'],
    queryFn: () => request('GET /organizations/:id/contacts', { params: { id: body.id } }),
    retry: false,
  });
  // Bodies outside my own show what everybody may see.
  const isForeign = list.error !== null && 'code' in list.error && list.error.code === 'NOT_FOUND';
  const contacts: KnownContact[] = isForeign ? body.contacts : (list.data ?? []);
  const mayReveal = me.offices.some(({ roles }) => roles.includes('desk') || roles.includes('org-admin'));
  const reveal = (role: ContactRole, reason: string) =>
    act(async () => {
      const { phone } = await request('POST /organizations/:id/contacts/:role/phone-views', {
        params: { id: body.id, role },
        body: { reason },
      });
      setShown((before) => ({ ...before, [role]: phone }));
      setAsking(undefined);
    });
  return (
    <StateView query={isForeign ? { ...list, error: null } : list} rows={3}>
      <ul className="body-list">
        {contactRoles.map((role) => {
          const contact = contacts.find((each) => each.role === role);
          return (
            <li key={role} className="row wrap">
              <span className="meta body-role">{contactRoleText[role]}</span>
              {contact ? (
                <>
                  <b>{contact.name}</b>
                  <span className="meta">{contact.title}</span>
                  <span className="grow" />
                  <span>{contact.officePhone}</span>
                  {contact.maskedPhone && <span className="meta">{shown[role] ?? contact.maskedPhone}</span>}
                  {contact.maskedPhone && mayReveal && !shown[role] && (
                    <Button size="small" onClick={() => setAsking(role)}>
                      看全号
                    </Button>
                  )}
                </>
              ) : (
                <span className="amber">还没有指定</span>
              )}
            </li>
          );
        })}
      </ul>
      {body.allowed.includes('update') && (
        <p className="panel-body">
          <Button onClick={() => setIsEditing(true)}>修改联系人</Button>
        </p>
      )}
      {isEditing && <ContactsDialog id={body.id} contacts={contacts} onClose={() => setIsEditing(false)} />}
      <ReasonDialog
        title="看完整手机号"
        text="看了会留下记录：谁、什么时候、为什么。"
        label="为什么要看"
        okText="看"
        isOpen={asking !== undefined}
        isSaving={isActing}
        onClose={() => setAsking(undefined)}
        onGive={(reason) => asking && void reveal(asking, reason)}
      />
    </StateView>
  );
}

type Fields = Record<
  ContactRole,
  { name?: string; title?: string; officePhone?: string; phone?: string } | undefined
>;

function ContactsDialog({
  id,
  contacts,
  onClose,
}: {
  id: string;
  contacts: KnownContact[];
  onClose: () => void;
}) {
  const { isActing, act } = useAct({ stale: [['organization', id]] });
  // What the fields were filled from; the list may be fetched anew while the dialog is open.
  const [seen] = useState(contacts);
  const save = (fields: Fields) => {
    const given = contactRoles.flatMap((role) => {
      const { name, title, officePhone, phone } = fields[role] ?? {};
      if (!name?.trim()) return [];
      return [
        {
          role,
          name: name.trim(),
          ...(title?.trim() ? { title: title.trim() } : {}),
          ...(officePhone?.trim() ? { officePhone: officePhone.trim() } : {}),
          ...(phone?.trim() ? { phone: phone.trim() } : {}),
        },
      ];
    });
    return act(async () => {
      await request('PUT /organizations/:id/contacts', { params: { id }, body: { contacts: given, seen } });
      onClose();
      return '联系人已存好';
    });
  };
  return (
    <FormDialog<Fields>
      width={640}
      title="联系人"
      isSaving={isActing}
      initialValues={Object.fromEntries(contacts.map(({ role, ...contact }) => [role, contact]))}
      onFinish={(fields) => void save(fields)}
      onClose={onClose}
    >
      {contactRoles.map((role) => (
        <fieldset key={role} className="body-fieldset">
          <legend>{contactRoleText[role]}</legend>
          <Form.Item label={role === 'division' ? '处室' : '姓名'} name={[role, 'name']}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item label="职务" name={[role, 'title']}>
            <Input maxLength={40} />
          </Form.Item>
          <Form.Item label="办公电话（公开）" name={[role, 'officePhone']}>
            <Input maxLength={30} />
          </Form.Item>
          <Form.Item
            label="手机（不公开）"
            name={[role, 'phone']}
            rules={[{ pattern: /^1\d{10}$/, message: '手机号是 11 位' }]}
          >
            <Input maxLength={11} placeholder={contacts.find((each) => each.role === role)?.maskedPhone} />
          </Form.Item>
        </fieldset>
      ))}
      <p className="meta">手机加密保存，名单里只显示头尾；不填就沿用原来的。</p>
    </FormDialog>
  );
}
