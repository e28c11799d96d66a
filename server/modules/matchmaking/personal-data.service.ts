import { IntroductionModel } from './introductions.model';
import { ListingModel } from './listings.model';

/** What a person posted and asked for in the market: for the person alone. Both keep who it was by id only. */
export async function personalListings(personId: string): Promise<Record<string, unknown>> {
  const [listings, introductions] = await Promise.all([
    ListingModel.find({ ownerPersonId: personId }).sort({ _id: 1 }).lean(),
    IntroductionModel.find({ personId }).sort({ _id: 1 }).lean(),
  ]);
  return {
    listings: listings.map(({ title, text, market, side, status, createdAt }) => ({
      title,
      text,
      market,
      side,
      status,
      createdAt: createdAt.toISOString(),
    })),
    introductions: introductions.map(({ note, status, createdAt }) => ({
      ...(note ? { note } : {}),
      status,
      createdAt: createdAt.toISOString(),
    })),
  };
}
