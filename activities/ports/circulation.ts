/** Which stakeholders of circulated papers have not answered yet. The words of the mail are taken from the recorded case. */
export type RemindingStakeholders = {
  initiativeId: string
  /** The entry that caused it. */
  sequence: number
  circulationId: string
  number: number
  personIds: string[]
}

/** What a link in a mail to a stakeholder stands for: papers to comment on, and no decision ever. */
export type CommentLink = {
  tokenId: string
  purpose: 'comment'
  initiativeId: string
  circulationId: string
  personId: string
  mintedInstant: number
}

/** Links to comment by. They are kept apart from those that decide: neither finds a token that was minted for the other. */
export type CommentLinks = {
  /** Mints a token of 256 random bits and keeps its hash; the token is returned once and never stored. */
  mintComment(link: Omit<CommentLink, 'tokenId' | 'mintedInstant'>): Promise<{ token: string; tokenId: string }>
  findComment(token: string): Promise<CommentLink | undefined>
}
