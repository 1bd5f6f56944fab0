namespace DigitsSample;

/// <summary>The settings from the command line.</summary>
/// <param name="Data">The folder of IDX files; null for synthetic digits.</param>
/// <param name="Seed">The seed of the synthetic digits and of all random choices.</param>
/// <param name="Out">The folder for pictures; null for none.</param>
internal sealed record SampleSettings(string? Data, ulong Seed, string? Out);
