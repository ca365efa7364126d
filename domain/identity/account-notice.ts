/** What a person is told by mail about their own account, whoever did it; nobody can end these mails. */
export const ACCOUNT_NOTICES = {
  password_changed: "Your password was changed",
  password_reset: "Your password was set anew by a mailed link",
  passkey_added: "A passkey was added to your account",
  app_added: "An authenticator app was set up for your account",
  factor_removed: "A way to sign in was removed from your account",
  new_device: "Somebody signed in to your account with a browser that is new to us",
  recovery_codes_renewed: "Your recovery codes were replaced by new ones",
  erasure_asked: "Your account is to be erased in fourteen days",
  erasure_withdrawn: "Your account is kept: what you asked for is taken back",
} as const;

export type AccountNotice = keyof typeof ACCOUNT_NOTICES;

export function isAccountNotice(text: string): text is AccountNotice {
  return Object.hasOwn(ACCOUNT_NOTICES, text);
}
