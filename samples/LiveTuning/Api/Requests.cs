namespace LiveTuning.Api;

/// <summary>A rating.</summary>
/// <param name="Value">The stars, on the scale of the films' ratings.</param>
internal sealed record RatingRequest(float Value);

/// <summary>A control: mute or boost what a slider tunes, or pin or ban a film.</summary>
/// <param name="Kind">"mute", "boost", "pin" or "ban".</param>
/// <param name="Slider">The id of the slider, to mute or boost.</param>
/// <param name="Amount">The points that a boost adds; 0 takes the control back.</param>
/// <param name="Film">The film, to pin or ban.</param>
internal sealed record ControlRequest(string? Kind, string? Slider = null, double Amount = 0, int? Film = null);
