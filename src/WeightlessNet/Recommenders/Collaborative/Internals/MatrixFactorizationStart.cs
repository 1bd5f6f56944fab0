namespace WeightlessNet.Recommenders.Collaborative.Internals;

/// <summary>What another training begins with of a trained model. It takes less memory than the model.</summary>
/// <param name="Users">The users.</param>
/// <param name="Items">The items, with their evidence.</param>
/// <param name="Noise">The variance of the part of a rating that factors do not explain.</param>
/// <param name="Audience">The audience columns, if any.</param>
internal sealed record MatrixFactorizationStart(SideStart Users, SideStart Items, double Noise, Audience? Audience);
