namespace WeightlessNet.Samples;

/// <summary>How wide the output is to be where it is redirected.</summary>
internal static class RequestedWidth
{
    /// <summary>The width that COLUMNS asks for; null if it does not.</summary>
    public static int? Columns =>
        int.TryParse(Environment.GetEnvironmentVariable("COLUMNS"), out int columns) && columns > 0 ? columns : null;
}
