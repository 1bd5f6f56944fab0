namespace WeightlessNet.Scenarios.Kills;

/// <summary>What the process that will be killed does.</summary>
/// <param name="Setting">How it opens the recommender.</param>
/// <param name="Seed">The seed of the steps.</param>
/// <param name="Films">The catalog.</param>
/// <param name="State">Steps that make what is known of the users.</param>
/// <param name="FirstAdded">The number of the film that the first writer adds; each writer adds one at the most.</param>
/// <param name="AcknowledgesEarly">Whether it only learns, and acknowledges before it has stored, which the checks must notice.</param>
internal sealed record KillRound(
    Setting Setting, int Seed, Film[] Films, Step[] State, int FirstAdded, bool AcknowledgesEarly);
