namespace DigitsSample;

/// <summary>The settings from the command line.</summary>
/// <param name="Data">The folder of IDX files; null for synthetic digits.</param>
/// <param name="Seed">The seed of the synthetic digits and of all random choices.</param>
/// <param name="Epochs">The number of passes of the training by errors.</param>
/// <param name="Shifts">Whether the training by errors also shows images shifted by a pixel.</param>
/// <param name="Out">The folder for pictures; null for none.</param>
internal sealed record SampleSettings(string? Data, ulong Seed, int Epochs, bool Shifts, string? Out);
