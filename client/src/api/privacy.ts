import type { DataExport, Deletion, PrivacyConsent, PrivacyText, Query, Reply } from '@contract';
import { request } from './request';

/** What the product says about personal data, with its version; readable without signing in. */
export function getPrivacyText(): Promise<PrivacyText> {
  return request('GET /privacy-text');
}

/** Versions I agreed to, latest first. */
export function listPrivacyConsents(): Promise<PrivacyConsent[]> {
  return request('GET /me/privacy-consents');
}

/**
 * Agrees to the version that holds now.
 * @throws CONFLICT when the text has changed since it was read
 */
export function givePrivacyConsent(version: string): Promise<PrivacyConsent> {
  return request('POST /me/privacy-consents', { body: { version } });
}

/** Takes my consent back; my phone number is removed. */
export function withdrawPrivacyConsent(): Promise<PrivacyConsent[]> {
  return request('DELETE /me/privacy-consents');
}

/** Who saw my whole phone number, when and why, latest first. */
export function listPhoneReadings(
  query: Query<'GET /me/phone-readings'>,
): Promise<Reply<'GET /me/phone-readings'>> {
  return request('GET /me/phone-readings', { query });
}

/** Copies of my data that I asked for, latest first. */
export function listExports(): Promise<DataExport[]> {
  return request('GET /me/exports');
}

/**
 * Asks for a copy of my data.
 * @throws CONFLICT when one is being made
 */
export function requestExport(): Promise<DataExport> {
  return request('POST /me/exports');
}

/**
 * Links to a copy that is ready, for a browser: valid ten minutes.
 * @throws NOT_FOUND when it has been removed
 */
export function linkExport(id: string): Promise<Reply<'POST /me/exports/:id/links'>> {
  return request('POST /me/exports/:id/links', { params: { id } });
}

/** Whether my account is being closed, and what would stand in the way. */
export function getDeletion(): Promise<Deletion> {
  return request('GET /me/deletion');
}

/**
 * Asks for my account to be closed after a week.
 * @throws CONFLICT when I have to hand over first
 */
export function requestDeletion(): Promise<Deletion> {
  return request('POST /me/deletion');
}

/** Keeps my account after all. */
export function cancelDeletion(): Promise<Deletion> {
  return request('DELETE /me/deletion');
}
