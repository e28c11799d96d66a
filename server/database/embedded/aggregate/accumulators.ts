import { addNumbers } from '../bson/arithmetic';
import { arrayOf, doubleValue, intValue, NULL, objectOf } from '../bson/build';
import { compareValues } from '../bson/compare';
import { keyOf } from '../bson/key';
import { toNumber } from '../bson/numbers';
import { elementsOf, type Value } from '../bson/raw';
import { BsonType, isNumeric } from '../bson/types';
import { CommandError, notImplemented } from '../errors';
import { isNullish } from './operands';

/** Collects the values of one group. */
export interface Accumulator {
  add(value: Value | undefined): void;
  result(): Value;
}

class Sum implements Accumulator {
  private sum: Value = intValue(0);

  add(value: Value | undefined): void {
    if (!value || !isNumeric(value.type)) return;
    this.sum = addNumbers(this.sum, value) ?? doubleValue(toNumber(this.sum) + toNumber(value));
  }

  result(): Value {
    return this.sum;
  }
}

class Average implements Accumulator {
  private sum = 0;
  private count = 0;

  add(value: Value | undefined): void {
    if (!value || !isNumeric(value.type)) return;
    if (value.type === BsonType.decimal)
      throw new CommandError(238, '$avg of decimals is not supported by the embedded database');
    this.sum += toNumber(value);
    this.count += 1;
  }

  result(): Value {
    return this.count === 0 ? NULL : doubleValue(this.sum / this.count);
  }
}

class Extreme implements Accumulator {
  private best: Value | undefined;

  constructor(private readonly sign: 1 | -1) {}

  add(value: Value | undefined): void {
    if (isNullish(value)) return;
    if (!this.best || compareValues(value!, this.best) * this.sign > 0) this.best = value;
  }

  result(): Value {
    return this.best ?? NULL;
  }
}

class First implements Accumulator {
  private value: Value | undefined;
  private isSet = false;

  add(value: Value | undefined): void {
    if (this.isSet) return;
    this.isSet = true;
    this.value = value;
  }

  result(): Value {
    return this.value ?? NULL;
  }
}

class Last implements Accumulator {
  private value: Value | undefined;

  add(value: Value | undefined): void {
    this.value = value;
  }

  result(): Value {
    return this.value ?? NULL;
  }
}

class Push implements Accumulator {
  private readonly values: Value[] = [];

  add(value: Value | undefined): void {
    if (value) this.values.push(value);
  }

  result(): Value {
    return arrayOf(this.values);
  }
}

class AddToSet implements Accumulator {
  private readonly values = new Map<string, Value>();

  add(value: Value | undefined): void {
    if (!value) return;
    const key = keyOf(value).toString('latin1');
    if (!this.values.has(key)) this.values.set(key, value);
  }

  result(): Value {
    return arrayOf([...this.values.values()]);
  }
}

class MergeObjects implements Accumulator {
  private readonly fields = new Map<string, Value>();

  add(value: Value | undefined): void {
    if (isNullish(value)) return;
    if (!value!.isObject) throw new CommandError(40400, '$mergeObjects requires object inputs');
    for (const element of elementsOf(value!)) this.fields.set(element.name, element.value);
  }

  result(): Value {
    return objectOf(this.fields);
  }
}

/** Standard deviation by Welford's method. */
class Deviation implements Accumulator {
  private count = 0;
  private mean = 0;
  private squares = 0;

  constructor(private readonly isSample: boolean) {}

  add(value: Value | undefined): void {
    if (!value || !isNumeric(value.type)) return;
    const number = toNumber(value);
    this.count += 1;
    const delta = number - this.mean;
    this.mean += delta / this.count;
    this.squares += delta * (number - this.mean);
  }

  result(): Value {
    const divisor = this.isSample ? this.count - 1 : this.count;
    return divisor <= 0 ? NULL : doubleValue(Math.sqrt(this.squares / divisor));
  }
}

const MAKERS: Readonly<Record<string, () => Accumulator>> = {
  $sum: () => new Sum(),
  $avg: () => new Average(),
  $min: () => new Extreme(-1),
  $max: () => new Extreme(1),
  $first: () => new First(),
  $last: () => new Last(),
  $push: () => new Push(),
  $addToSet: () => new AddToSet(),
  $mergeObjects: () => new MergeObjects(),
  $stdDevPop: () => new Deviation(false),
  $stdDevSamp: () => new Deviation(true),
};

/** Accumulators of MongoDB that the engine refuses by name. */
const REFUSED = new Set([
  '$accumulator',
  '$bottom',
  '$bottomN',
  '$firstN',
  '$lastN',
  '$maxN',
  '$median',
  '$minN',
  '$percentile',
  '$top',
  '$topN',
]);

/** Makes the accumulators of a group. @throws Location15952 when the operator is unknown */
export function accumulatorMaker(name: string): () => Accumulator {
  const maker = MAKERS[name];
  if (REFUSED.has(name)) throw notImplemented(`The accumulator ${name}`);
  if (!maker) throw new CommandError(15952, `unknown group operator '${name}'`);
  return maker;
}
