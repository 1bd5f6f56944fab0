namespace WeightlessNet.Scenarios;

/// <summary>An application's own type of key, which the library cannot write by itself.</summary>
internal readonly record struct Code(char Kind, int Number);
