import { View } from '@tarojs/components';
import { Note } from '@/components/note';
import './sheet-problem.scss';

/** Why the last try on a sheet failed; what was typed is still there. */
export function SheetProblem({ text }: { text: string | undefined }) {
  if (!text) return null;
  return (
    <View role="alert" ariaLive="assertive">
      <Note tone="bad" icon="warning">
        {text}
      </Note>
    </View>
  );
}
