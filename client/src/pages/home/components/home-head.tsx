import { View } from '@tarojs/components';
import type { EnterpriseMembership } from '@contract';
import { Badge } from '@/components/badge';
import { Glaze } from '@/components/glaze';
import { Icon } from '@/components/icon';
import { Tap } from '@/components/tap';
import { Brand, TopBar } from '@/components/top-bar';
import type { StatementPiece } from '../view-model';

interface HomeHeadProps {
  enterprise?: EnterpriseMembership;
  /** Region, industry and size, in words. */
  traits?: string[];
  unread?: number;
  /** In phrases. */
  statement: StatementPiece[][];
  onSwitch?: () => void;
  onInbox?: () => void;
}

/** Whose page this is, and the one sentence that answers what there is to do. */
export function HomeHead({
  enterprise,
  traits = [],
  unread = 0,
  statement,
  onSwitch,
  onInbox,
}: HomeHeadProps) {
  return (
    <Glaze tall>
      <TopBar>
        <Brand />
      </TopBar>
      {enterprise && (
        <View className="home-who">
          <Tap className="home-who__firm" label={`${enterprise.enterpriseName}，换企业`} onTap={onSwitch}>
            <View className="home-who__name">
              {enterprise.enterpriseName}
              {onSwitch && <Icon name="chevron-down" size={20} />}
            </View>
            <View className="home-who__traits">
              {traits.map((trait, index) => (
                <View key={trait} className="home-who__trait">
                  {index > 0 ? ` · ${trait}` : trait}
                </View>
              ))}
            </View>
          </Tap>
          <Tap className="home-who__bell" role="link" label={`消息，${unread} 条未读`} onTap={onInbox}>
            <Icon name="bell" />
            <Badge count={unread} />
          </Tap>
        </View>
      )}
      <View className="home-statement q-say" role="heading">
        {statement.map((phrase, at) => (
          <View key={at} className="home-statement__phrase">
            {phrase.map(({ text, strong }, index) => (
              <View key={index} className={`home-statement__piece ${strong ? 'q-accent' : ''}`}>
                {text}
              </View>
            ))}
          </View>
        ))}
      </View>
    </Glaze>
  );
}
