import { View } from '@tarojs/components';
import type { Event } from '@contract';
import { Icon, type IconName } from '@/components/icon';
import { Tap } from '@/components/tap';
import type { Outcome } from '../use-gate';
import { verdictOf, type UnsettledScan, type VerdictView } from '../view-model';

interface VerdictProps {
  outcome?: Outcome;
  event: Event;
  isChecking: boolean;
  onNext: () => void;
  onRetry: (scan: UnsettledScan) => void;
  onRecent: () => void;
  onLookUp: () => void;
}

/** Let in or not: the whole panel says it, in words and in colour. */
export function Verdict({ outcome, event, isChecking, onNext, onRetry, onRecent, onLookUp }: VerdictProps) {
  const lookUp = <PanelButton icon="search" text="按姓名查" onTap={onLookUp} />;
  const recent = <PanelButton icon="clock" text="刚才的记录" onTap={onRecent} />;
  if (!outcome) {
    return (
      <View className="gate-panel gate-panel--ready">
        <View className="gate-panel__actions">
          {lookUp}
          {recent}
        </View>
      </View>
    );
  }
  if (outcome.kind === 'no-reply') {
    return (
      <View className="gate-panel gate-panel--warn" role="alert">
        <PanelHead icon="offline" title="没验成" />
        <View className="gate-panel__why">
          {outcome.isOffline ? '没有网，不知道这张能不能进' : outcome.message}
        </View>
        <View className="gate-panel__todo">先别放行。连上再验，算同一次，不会说用过了。</View>
        <View className="gate-panel__actions">
          <PanelButton
            strong
            text={isChecking ? '正在验…' : '再验一次'}
            disabled={isChecking}
            onTap={() => onRetry(outcome.scan)}
          />
          <PanelButton icon="scan" text="扫下一张" disabled={isChecking} onTap={onNext} />
        </View>
      </View>
    );
  }
  const verdict = verdictOf(outcome.checkIn, event);
  return (
    <View className={`gate-panel gate-panel--${verdict.tone}`} role="alert" ariaLive="assertive">
      <PanelHead icon={verdict.tone === 'ok' ? 'check' : 'close'} title={verdict.title} verdict={verdict} />
      {verdict.who && (
        <View className="gate-panel__who">
          <View className="q-title">{verdict.who.name}</View>
          <View>{verdict.who.enterprise}</View>
        </View>
      )}
      {verdict.why && <View className="gate-panel__why">{verdict.why}</View>}
      {verdict.todo && <View className="gate-panel__todo">{verdict.todo}</View>}
      <View className="gate-panel__actions">
        <PanelButton strong icon="scan" text="扫下一张" disabled={isChecking} onTap={onNext} />
        {verdict.tone === 'ok' ? recent : lookUp}
      </View>
    </View>
  );
}

function PanelHead({ icon, title, verdict }: { icon: IconName; title: string; verdict?: VerdictView }) {
  return (
    <View className="gate-panel__head">
      <View className="gate-panel__sign">
        <Icon name={icon} className="gate-panel__icon" />
      </View>
      <View className="gate-panel__title" role="heading">
        {title}
      </View>
      {verdict && (
        <View className="gate-panel__time">
          <View>{verdict.time}</View>
          {verdict.order && <View className="gate-panel__order">{verdict.order}</View>}
        </View>
      )}
    </View>
  );
}

interface PanelButtonProps {
  text: string;
  icon?: IconName;
  strong?: boolean;
  disabled?: boolean;
  onTap: () => void;
}

function PanelButton({ text, icon, strong = false, disabled = false, onTap }: PanelButtonProps) {
  return (
    <Tap
      className={`gate-button ${strong ? 'gate-button--strong' : ''}`}
      disabled={disabled}
      label={text}
      onTap={onTap}
    >
      {icon && <Icon name={icon} size={20} />}
      {text}
    </Tap>
  );
}
