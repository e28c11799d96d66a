import {
  ApartmentOutlined,
  AuditOutlined,
  BankOutlined,
  CalendarOutlined,
  FileTextOutlined,
  IdcardOutlined,
  InboxOutlined,
  LinkOutlined,
  NotificationOutlined,
  PhoneOutlined,
  TeamOutlined,
} from '@ant-design/icons';
import type { OfficerRole } from '@contract/enums';

/** The sections of the console, each for the roles whose work it is. */
export const places: { to: string; label: string; icon: typeof InboxOutlined; roles: OfficerRole[] }[] = [
  {
    to: '/issues',
    label: '问题',
    icon: InboxOutlined,
    roles: ['desk', 'handler', 'supervisor', 'leader', 'service-officer', 'auditor'],
  },
  { to: '/unreachable', label: '联系不上', icon: PhoneOutlined, roles: ['desk', 'service-officer'] },
  { to: '/policies', label: '政策', icon: FileTextOutlined, roles: ['editor'] },
  { to: '/briefings', label: '简报', icon: NotificationOutlined, roles: ['editor'] },
  { to: '/events', label: '活动', icon: CalendarOutlined, roles: ['event-manager', 'steward'] },
  { to: '/listings', label: '对接', icon: LinkOutlined, roles: ['desk', 'event-manager'] },
  { to: '/people', label: '人员', icon: IdcardOutlined, roles: ['org-admin'] },
  {
    to: '/organizations',
    label: '机构',
    icon: ApartmentOutlined,
    roles: ['desk', 'handler', 'supervisor', 'leader', 'service-officer', 'auditor', 'org-admin', 'partner'],
  },
  {
    // Not for handlers: an enterprise belongs to its desk, whose bodies are the service offices.
    to: '/enterprises',
    label: '企业',
    icon: BankOutlined,
    roles: [
      'desk',
      'supervisor',
      'leader',
      'service-officer',
      'editor',
      'event-manager',
      'auditor',
      'org-admin',
    ],
  },
  { to: '/memberships', label: '绑定', icon: TeamOutlined, roles: ['desk', 'org-admin'] },
  { to: '/audit', label: '审计', icon: AuditOutlined, roles: ['auditor'] },
];

/** Sections that a person with these roles has work in. */
export const placesFor = (roles: Iterable<OfficerRole>) => {
  const held = new Set(roles);
  return places.filter((place) => place.roles.some((role) => held.has(role)));
};
