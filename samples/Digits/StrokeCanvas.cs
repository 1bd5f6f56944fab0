namespace DigitsSample;

/// <summary>A square of pixels to draw curves on with a round pen.</summary>
/// <remarks>Only sums, products, quotients and square roots are used: they are the same to the bit on every machine.</remarks>
internal sealed class StrokeCanvas
{
    private const int PiecesOfCurve = 10;

    private readonly int _side;
    private readonly double[] _squaredDistance;
    private double _radius;

    /// <summary>Makes a canvas.</summary>
    /// <param name="side">How many pixels wide and high it is.</param>
    public StrokeCanvas(int side)
    {
        _side = side;
        _squaredDistance = new double[side * side];
    }

    /// <summary>Wipes the canvas and takes a pen.</summary>
    /// <param name="radius">The radius of the pen in pixels.</param>
    public void Begin(double radius)
    {
        _radius = radius;
        Array.Fill(_squaredDistance, double.PositiveInfinity);
    }

    /// <summary>Draws a quadratic Bézier curve; points are in pixels, the middle of the first pixel is (0, 0).</summary>
    public void DrawCurve((double X, double Y) from, (double X, double Y) control, (double X, double Y) to)
    {
        (double X, double Y) last = from;
        for (int piece = 1; piece <= PiecesOfCurve; piece++)
        {
            double t = (double)piece / PiecesOfCurve;
            double s = 1 - t;
            (double X, double Y) next = (
                (s * s * from.X) + (2 * s * t * control.X) + (t * t * to.X),
                (s * s * from.Y) + (2 * s * t * control.Y) + (t * t * to.Y));
            DrawLine(last, next);
            last = next;
        }
    }

    /// <summary>How much of a pixel the pen has covered, 0 to 1.</summary>
    public double CoverOf(int pixel) => Math.Clamp(_radius + 0.5 - Math.Sqrt(_squaredDistance[pixel]), 0, 1);

    private void DrawLine((double X, double Y) from, (double X, double Y) to)
    {
        double reach = _radius + 1;
        int left = ToPixel(Math.Min(from.X, to.X) - reach);
        int right = ToPixel(Math.Max(from.X, to.X) + reach);
        int top = ToPixel(Math.Min(from.Y, to.Y) - reach);
        int bottom = ToPixel(Math.Max(from.Y, to.Y) + reach);
        double alongX = to.X - from.X;
        double alongY = to.Y - from.Y;
        double squaredLength = (alongX * alongX) + (alongY * alongY);
        for (int y = top; y <= bottom; y++)
        {
            for (int x = left; x <= right; x++)
            {
                double dot = ((x - from.X) * alongX) + ((y - from.Y) * alongY);
                double t = squaredLength > 0 ? Math.Clamp(dot / squaredLength, 0, 1) : 0;
                double offX = from.X + (t * alongX) - x;
                double offY = from.Y + (t * alongY) - y;
                ref double nearest = ref _squaredDistance[(y * _side) + x];
                nearest = Math.Min(nearest, (offX * offX) + (offY * offY));
            }
        }
    }

    private int ToPixel(double coordinate) => Math.Clamp((int)coordinate, 0, _side - 1);
}
