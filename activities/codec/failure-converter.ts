import { DefaultFailureConverter } from '@temporalio/common'

/** Moves the text and stack of a failure into a payload, where the codec encrypts it like any other. */
export const failureConverter = new DefaultFailureConverter({ encodeCommonAttributes: true })
